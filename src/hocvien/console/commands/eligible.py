"""Who may attend a programme on a day, person by person and clause by clause: the verdicts of the screens."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.console.database import prepare
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people

_AT_A_TIME = 1_000
_WORDS = {
    eligibility.MET: "đạt (met)",
    eligibility.NOT_MET: "chưa đạt (not met)",
    eligibility.DATA_MISSING: "thiếu thông tin (data missing)",
    eligibility.NO_RULE: "chưa có quy định trong hệ thống cho ngày này (no rule recorded for that date)",
}
_MARKS = {eligibility.NOT_MET: "–", eligibility.DATA_MISSING: "?"}


def run(args: Namespace) -> int:
    """Everybody who belongs that day to the unit or below it, by name. ProgrammeNotFound, UnitNotFound, and what is asked wrongly."""
    prepare()
    programme = catalogue.get_programme(args.programme)
    unit = org.get_unit(args.unit)
    on = _read_day(args.as_of)
    if not unit.valid_from <= on < unit.valid_to:
        raise DomainError(
            "unit_not_there",
            _("Ngày {day} đơn vị “{unit}” chưa lập hoặc đã kết thúc. Chọn ngày khác hoặc đơn vị khác."),
            day=on,
            unit=unit.code,
        )
    if args.mode and args.mode not in catalogue.StudyMode.values:
        raise DomainError(
            "study_mode_unknown",
            _("Không có hệ học “{mode}”: hãy chọn một trong {modes}."),
            mode=args.mode,
            modes=", ".join(catalogue.StudyMode.values),
        )
    if args.mode and not programme.has_study_modes:
        raise DomainError(
            "programme_without_modes",
            _("Chương trình {programme} không chia hệ học: hãy bỏ --mode."),
            programme=programme.code,
        )
    if args.audience and not eligibility.has_audience(programme.pk, args.audience, on):
        known = [one.code for one in eligibility.list_audiences() if one.programme_id == programme.pk]
        raise DomainError(
            "audience_unknown",
            _(
                "Ngày {day} chương trình {programme} không có quy định riêng cho nhóm “{audience}”. Nhóm đã ghi: {known}."
            ),
            day=on,
            programme=programme.code,
            audience=args.audience,
            known=", ".join(known) or "–",
        )
    judged = _judged(programme, args.mode or "", args.audience, unit, on)
    return _print_json(judged) if args.json else _print_table(judged)


def _read_day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise DomainError(
        "day_unreadable", _("“{text}” không phải một ngày: ngày viết 2025-08-29 hoặc 29/08/2025."), text=text
    )


def _judged(
    programme: catalogue.Programme, mode: str, audience: str, unit: org.Unit, on: date
) -> Iterator[tuple[people.Person, eligibility.Verdict]]:
    """A few queries for every thousand people."""
    below = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)
    everybody = people.people().filter(pk__in=below, anonymised_on=None).iterator(chunk_size=_AT_A_TIME)
    while part := list(islice(everybody, _AT_A_TIME)):
        verdicts = eligibility.judge(
            programme_id=programme.pk,
            study_mode=mode,
            audience=audience,
            person_ids=[person.pk for person in part],
            on=on,
        )
        yield from ((person, verdicts[person.pk]) for person in part)


def _print_json(judged: Iterator[tuple[people.Person, eligibility.Verdict]]) -> int:
    """One array, an object a line, so that a reader may also take it line by line."""
    sys.stdout.write("[")
    for n, (person, verdict) in enumerate(judged):
        row = {
            "person": str(person.uuid),
            "full_name": person.full_name,
            "birth": person.birth,
            "verdict": verdict.verdict,
            "clauses": [
                {"code": one.code, "verdict": one.verdict, "value": one.value, "citation": one.citation}
                for one in verdict.clauses
            ],
        }
        sys.stdout.write(("," if n else "") + "\n" + json.dumps(row, ensure_ascii=False))
    sys.stdout.write("\n]\n")
    return 0


def _print_table(judged: Iterator[tuple[people.Person, eligibility.Verdict]]) -> int:
    counts: Counter[str] = Counter()
    for person, verdict in judged:
        counts[verdict.verdict] += 1
        print(f"{person.full_name:<32} {person.birth_words:<12} {_WORDS[verdict.verdict]}")
        for clause in (*verdict.refused, *verdict.missing):
            unverified = "" if clause.mark == catalogue.Mark.SEEN else "; chưa đối chiếu (unverified)"
            print(f"    {_MARKS[clause.verdict]} {clause.title}: {clause.value} [{clause.citation}{unverified}]")
    print("\n".join(f"{count:>8}  {_WORDS[word]}" for word, count in counts.items()) or "Không có ai (nobody).")
    return 0
