"""Reads of the catalogue, by day. One query each unless it says otherwise."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from hocvien.catalogue.arithmetic import DEFAULT_STEPS, plain_name
from hocvien.catalogue.data import (
    AssessmentRule,
    BandRule,
    ChainRule,
    OpeningRule,
    OpeningStanding,
    PaperRule,
    StepRule,
)
from hocvien.catalogue.errors import AuthorityNotFound, ProgrammeNotFound
from hocvien.catalogue.models import (
    Assessment,
    Band,
    Chain,
    ChainStep,
    Curriculum,
    Lesson,
    Opening,
    OpeningAuthority,
    OpeningNeed,
    Paper,
    Programme,
)
from hocvien.common.text import fold
from hocvien.common.together import read_together
from hocvien.common.wording import official_date
from hocvien.org import api as org


def list_programmes(on: date | None = None) -> QuerySet[Programme]:
    """Programmes in force that day (None: all ever), in the order reports name them."""
    programmes = Programme.objects.order_by("position", "code")
    return programmes if on is None else programmes.filter(valid_from__lte=on, valid_to__gt=on)


def trip_programmes() -> QuerySet[Programme, int]:
    """Ids of programmes whose classes are study trips, as a subquery."""
    return Programme.objects.filter(is_trip=True).values_list("pk", flat=True)


def band_names() -> dict[str, str]:
    """Code → name of the bands of every assessment there ever was, the best first."""
    rows = Band.objects.order_by("position", "pk").values_list("code", "name")
    found: dict[str, str] = {}
    for code, name in rows:
        found.setdefault(code, name)
    return found


def find_programme(code: str) -> Programme | None:
    """The programme with this code, whatever the day, or None."""
    return Programme.objects.filter(code=code).first()


def get_programme(code: str) -> Programme:
    """The programme with this code; raises ProgrammeNotFound."""
    programme = find_programme(code)
    if programme is None:
        raise ProgrammeNotFound(code)
    return programme


def programmes_by_ids(ids: Iterable[int]) -> dict[int, Programme]:
    """Programmes by id."""
    return Programme.objects.in_bulk(list(ids))


def programmes_by_name() -> dict[str, Programme]:
    """Every code, name and synonym, folded, → programme: for reading a whole file. A name claimed twice is left out."""
    found: dict[str, Programme | None] = {}
    for programme in list_programmes():
        for text in {fold(programme.code), *map(plain_name, (programme.name, *programme.synonyms))}:
            found[text] = None if text in found and found[text] != programme else programme
    return {text: programme for text, programme in found.items() if programme is not None}


def find_programme_by_name(text: str) -> Programme | None:
    """The programme people call so (code, name or synonym; marks and case ignored, a leading "lớp" too), or None."""
    names = programmes_by_name()
    return names.get(fold(text)) or names.get(plain_name(text))


def curriculum_as_of(programme_id: int, on: date) -> Curriculum | None:
    """The version in force that day."""
    return Curriculum.objects.filter(programme_id=programme_id, valid_from__lte=on, valid_to__gt=on).first()


def list_lessons(curriculum_id: int) -> list[Lesson]:
    """Lessons in order."""
    return list(Lesson.objects.filter(curriculum_id=curriculum_id).order_by("position"))


def list_curricula(programme_id: int) -> list[Curriculum]:
    """All versions with their lessons, newest first; two queries."""
    return list(
        Curriculum.objects.filter(programme_id=programme_id)
        .prefetch_related(Prefetch("lessons", Lesson.objects.order_by("position")))
        .order_by("-valid_from")
    )


def programmes_with_content(on: date) -> QuerySet[Programme]:
    """Programmes in force that day with, as of it: `period_total`, `periods_per_session`, `assessment_kind`, `paper_kind`; one query."""

    def in_force(model: type[Curriculum] | type[Assessment] | type[Paper]) -> QuerySet:
        return model.objects.filter(programme=OuterRef("pk"), valid_from__lte=on, valid_to__gt=on)

    curricula, assessments, papers = in_force(Curriculum), in_force(Assessment), in_force(Paper)
    totals = curricula.values("programme").annotate(total=Sum("lessons__periods")).values("total")
    return list_programmes(on).annotate(
        period_total=Subquery(totals, output_field=IntegerField()),
        periods_per_session=Subquery(curricula.values("periods_per_session")[:1]),
        assessment_kind=Subquery(assessments.values("kind")[:1]),
        paper_kind=Subquery(papers.values("kind")[:1]),
    )


def list_assessments(programme_id: int) -> list[AssessmentRule]:
    """All versions, newest first; two queries."""
    return [_assessment(row) for row in _assessments(programme_id).order_by("-valid_from")]


def assessment_as_of(programme_id: int, on: date) -> AssessmentRule | None:
    """How results are reached that day, or None where nothing is recorded; two queries."""
    row = _assessments(programme_id).filter(valid_from__lte=on, valid_to__gt=on).first()
    return None if row is None else _assessment(row)


def list_papers(programme_id: int) -> list[PaperRule]:
    """All versions, newest first."""
    return [_paper(row) for row in Paper.objects.filter(programme_id=programme_id).order_by("-valid_from")]


def paper_as_of(programme_id: int, on: date) -> PaperRule | None:
    """What is handed out that day, or None for a programme without a paper."""
    row = Paper.objects.filter(programme_id=programme_id, valid_from__lte=on, valid_to__gt=on).first()
    return None if row is None else _paper(row)


def list_opening_rules(programme_id: int) -> list[OpeningRule]:
    """All versions, newest first."""
    return [_opening(row) for row in Opening.objects.filter(programme_id=programme_id).order_by("-valid_from")]


def opening_rule_as_of(programme_id: int, on: date) -> OpeningRule | None:
    """Who may open classes that day, or None where nothing is recorded."""
    row = Opening.objects.filter(programme_id=programme_id, valid_from__lte=on, valid_to__gt=on).first()
    return None if row is None else _opening(row)


def list_chains(programme_id: int) -> list[ChainRule]:
    """All versions, newest first; two queries."""
    return [_chain(row) for row in _chains().filter(programme_id=programme_id).order_by("-valid_from")]


def chain_as_of(programme_id: int, on: date) -> ChainRule:
    """Who decides that day who goes; the way every programme falls back on where nothing is recorded. One query."""
    rows = Chain.objects.filter(programme_id=programme_id, valid_from__lte=on, valid_to__gt=on)
    chains, steps = read_together(rows.order_by("pk"), _steps().filter(chain__in=rows.values("pk")))
    return (
        _rule(chains[0], [one for one in steps if one.chain_id == chains[0].pk])
        if chains
        else ChainRule(steps=DEFAULT_STEPS)
    )


def chains_by_ids(ids: Iterable[int]) -> dict[int, ChainRule]:
    """The versions that lists began with, by id; two queries."""
    return {row.pk: _chain(row) for row in _chains().filter(pk__in=list(ids))}


def _chains() -> QuerySet[Chain]:
    return Chain.objects.prefetch_related(Prefetch("steps", _steps()))


def _steps() -> QuerySet[ChainStep]:
    return ChainStep.objects.order_by("position")


def _chain(row: Chain) -> ChainRule:
    return _rule(row, row.steps.all())


def _rule(row: Chain, steps: Iterable[ChainStep]) -> ChainRule:
    return ChainRule(
        steps=tuple(
            StepRule(
                kind=step.kind,
                place=step.place,
                unit_kinds=tuple(step.unit_kinds),
                unit_words=tuple(step.unit_words),
                days_before=step.days_before,
                position=step.position,
            )
            for step in steps
        ),
        citation=row.citation,
        mark=row.mark,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        pk=row.pk,
    )


def list_authorities(unit: org.Unit) -> list[OpeningAuthority]:
    """Every decision that ever gave the unit an authority, the latest first, with their programmes; one query."""
    rows = OpeningAuthority.objects.filter(unit=unit).select_related("programme", "unit")
    return list(rows.order_by("-valid_from", "programme__position", "programme__code"))


def authorities_as_of(unit_id: int, on: date) -> list[OpeningAuthority]:
    """Decisions by which the unit may open classes that day: its own, and those of units above that include it. Two queries."""
    rows = _authorities_over(unit_id, on).filter(valid_from__lte=on, valid_to__gt=on)
    return list(rows.select_related("programme", "unit").order_by("programme__position", "programme__code"))


def get_authority(unit: org.Unit, uuid: UUID) -> OpeningAuthority:
    """One authority of this unit; raises AuthorityNotFound (a 404)."""
    row = OpeningAuthority.objects.select_related("unit", "programme").filter(unit=unit, uuid=uuid).first()
    if row is None:
        raise AuthorityNotFound
    return row


def opening_standing(
    programme: Programme, unit_id: int, from_: date, to_exclusive: date | None = None
) -> OpeningStanding:
    """Whether the unit may open classes of the programme on that day, or on some day of the period. At most four queries."""
    rule = opening_rule_as_of(programme.pk, from_)
    if rule is not None and rule.need == OpeningNeed.FREE:
        return OpeningStanding("not_needed")
    known = _known(unit_id, from_, to_exclusive)
    given = [row for row in known if row.programme_id == programme.pk and row.valid_to > from_]
    if given:
        return OpeningStanding("given", authority_words(given[0]))
    if rule is not None and rule.kinds and org.kind_ids_as_of(rule.kinds, from_).filter(unit_id=unit_id).exists():
        return OpeningStanding("by_rule", rule.citation)
    if known or (rule is not None and rule.need == OpeningNeed.REQUIRED):
        return OpeningStanding("refused")
    return OpeningStanding("no_record")


def last_authority(programme: Programme, unit_id: int, on: date) -> OpeningAuthority | None:
    """The decision that last covered the unit before that day, or None. Two queries."""
    known = [row for row in _known(unit_id, on, None) if row.programme_id == programme.pk]
    return max(known, key=lambda row: row.valid_to, default=None)


def authority_words(row: OpeningAuthority) -> str:
    """A decision as papers name it."""
    return f"{row.number} ngày {official_date(row.decided_on)} của {row.decided_by}"


def list_authority_facts(unit: org.Unit) -> list[org.FactTold]:
    """The unit's authorities in words, as `org.list_facts` tells the rest, oldest first; one query."""
    return [
        org.FactTold(
            row.uuid,
            "authority",
            str(OpeningAuthority._meta.verbose_name),
            row.programme.name,
            row.valid_from,
            row.valid_to,
            authority_words(row),
        )
        for row in reversed(list_authorities(unit))
    ]


def _known(unit_id: int, from_: date, to_exclusive: date | None) -> list[OpeningAuthority]:
    """What was recorded over the unit by the end of the period, of any programme, the latest first."""
    begun = Q(valid_from__lte=from_) if to_exclusive is None else Q(valid_from__lt=to_exclusive)
    return list(_authorities_over(unit_id, from_).filter(begun).order_by("-valid_from"))


def _authorities_over(unit_id: int, on: date) -> QuerySet[OpeningAuthority]:
    above = org.line_above(unit_id, on)
    return OpeningAuthority.objects.filter(Q(unit_id=unit_id) | Q(unit_id__in=above, includes_below=True))


def _opening(row: Opening) -> OpeningRule:
    return OpeningRule(
        need=row.need,
        kinds=tuple(row.kinds),
        citation=row.citation,
        mark=row.mark,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _assessments(programme_id: int) -> QuerySet[Assessment]:
    return Assessment.objects.filter(programme_id=programme_id).prefetch_related(
        Prefetch("bands", Band.objects.order_by("position"))
    )


def _assessment(row: Assessment) -> AssessmentRule:
    return AssessmentRule(
        kind=row.kind,
        pass_mark=row.pass_mark,
        max_absence_percent=row.max_absence_percent,
        bands=tuple(
            BandRule(code=band.code, name=band.name, min_mark=band.min_mark, is_pass=band.is_pass)
            for band in row.bands.all()
        ),
        citation=row.citation,
        mark=row.mark,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _paper(row: Paper) -> PaperRule:
    return PaperRule(
        kind=row.kind,
        form_code=row.form_code,
        title=row.title,
        signer_title=row.signer_title,
        register_code=row.register_code,
        valid_months=row.valid_months,
        qr_place=row.qr_place,
        citation=row.citation,
        mark=row.mark,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
