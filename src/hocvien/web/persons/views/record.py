"""One person: the record, adding and correcting it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.common.text import fold
from hocvien.obligations import api as obligations
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from hocvien.sending import api as sending
from hocvien.web.persons.forms import NewPersonForm, PersonForm
from hocvien.web.persons.sight import get_person_to_edit, look_at
from hocvien.web.persons.tables import membership_of, membership_statuses
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Moment, Status
from hocvien.web.ui.screens import notify, page, screen

_COURSE_TONES = {
    "waiting": "info",
    "studying": "info",
    "deferred": "warn",
    "left": "neutral",
    "expelled": "bad",
    "finished": "met",
}
_CLASS_TONES = {"planned": "neutral", "enrolling": "info", "running": "info", "finished": "neutral", "cancelled": "bad"}


@screen(permission="person.view", as_of=True)
def person_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person, may_edit = look_at(request, uuid)
    if person.uuid != uuid:
        # the record was merged into another: its address leads there
        return redirect_to(request, "persons:person-page", uuid=person.uuid)
    # where somebody stood is asked of the day looked at; what else a record says is of today
    on, day = request.scope.on, request.scope.day
    may_edit = may_edit and not request.scope.is_another_day
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.PAGE, at=clock.now())
    qualifications, ratings = people.list_qualifications(person), people.list_ratings(person)
    leaves = people.list_leaves(person)
    context = {
        "person": person,
        "membership": membership_statuses()[membership_of(person, on)],
        "belongings": [
            (row, row.valid_from <= day < row.valid_to) for row in people.list_belongings(person, named_on=day)
        ],
        "posts": [(row, row.valid_from <= day < row.valid_to) for row in people.list_posts(person, named_on=day)],
        "managements": [
            (row, row.valid_from <= day < row.valid_to) for row in people.list_managements(person, named_on=day)
        ],
        # which leave it is tells of somebody's health: said to who keeps the record, to others only that there is one now
        "leaves": [(row, on < row.valid_to) for row in leaves] if may_edit else [],
        "is_away": any(row.valid_from <= on < row.valid_to for row in leaves),
        "qualifications": qualifications,
        "ratings": ratings,
        "duties": [] if request.scope.is_another_day else _duties(person, on, may_edit=may_edit),
        "transfer": people.open_transfer_of(person, on),
        "merges": people.list_merges(person) if may_edit else [],
        "may_transfer": may_edit and access.Permission.PERSON_TRANSFER in request.held_permissions,
        "missing": _missing(person, qualifications, ratings, on),
        "timeline": _timeline(request, person, may_edit=may_edit),
        "may_edit": may_edit,
        "masked": {name: privacy.masked(getattr(person, name)) for name in privacy.masked_fields()},
        # whoever keeps the record may see its numbers; asking for them is written down
        "may_see_numbers": may_edit and access.Permission.PERSON_SENSITIVE in request.held_permissions,
        "may_answer": may_edit and access.Permission.PRIVACY_ANSWER in request.held_permissions,
        "may_see_looks": access.Permission.JOURNAL_VIEW in request.held_permissions,
    }
    return page(request, "persons/person_page.html", context)


_DUTY_TONES = {
    "held": "met",
    "due": "neutral",
    "due_soon": "info",
    "overdue": "warn",
    "long_overdue": "bad",
    "paused": "neutral",
    "data_missing": "warn",
}


def _duties(person: people.Person, on: date, *, may_edit: bool) -> list[dict[str, Any]]:
    """What the person must hold and by when, as of today. Days that tell of admission or leave are for who keeps the record."""
    return [
        {
            "title": one.title,
            "post": one.post,
            "status": Status(_DUTY_TONES[one.state], str(obligations.State(one.state).label)),
            "due_on": one.due_on if may_edit or not one.is_sensitive else None,
            "arithmetic": one.arithmetic if may_edit or not one.is_sensitive else (),
            "citation": one.citation,
            "is_default": one.mark == "default",
            "missing": one.missing,
        }
        for one in obligations.obligations_of(person, on)
    ]


def _timeline(request: ScreenRequest, person: people.Person, *, may_edit: bool) -> list[Moment]:
    """Classes, times sent to others' classes, papers and trainings elsewhere together, newest first."""
    on = request.scope.on
    dated: list[tuple[date, Moment]] = []
    for row in classes.participations_of(person.pk, actor=request.user, on=on):
        url = screen_url(request, "classes:class-page", uuid=row.class_uuid) if row.is_visible else ""
        if row.outcome:
            status = Status("met" if row.outcome == classes.Outcome.COMPLETED else "bad", row.outcome_words)
        else:
            words = row.class_status_label if row.status == "active" else row.status_label
            status = Status(_CLASS_TONES.get(row.class_status, "neutral"), words)
        when = f"{row.opens_on:%d/%m/%Y} – {row.closes_on:%d/%m/%Y}"
        text = _("{opener} mở; {sender} cử đi").format(opener=row.opened_by_name, sender=row.sending_unit_name)
        dated.append((row.opens_on, Moment(when, row.class_name, text, url, status)))
    sent = sending.sendings_of(person.pk, request.user, on)
    dated += [(one.notice.opens_on, _sent(request, one)) for one in sent]
    papers = list(records.transcript(person.pk))
    seen: set[int] = set()
    if papers:
        visible = records.certificates_visible_to(request.user, on).filter(person=person)
        seen = set(visible.values_list("pk", flat=True))
    for paper in papers:
        is_valid = paper.status == records.CertificateStatus.VALID
        url = screen_url(request, "certificates:certificate-page", uuid=paper.uuid) if paper.pk in seen else ""
        title = _("Cấp {title}, số vào sổ {number}").format(title=paper.title, number=paper.number_text)
        status = Status("gold" if is_valid else "warn", str(paper.get_status_display()))
        dated.append((paper.issued_on, Moment(paper.issued_on, title, paper.programme.name, url, status)))
    for training in records.external_trainings(person.pk):
        day = training.finished_on or training.issued_on or training.started_on or date.min
        url = (
            screen_url(request, "persons:training-correct", uuid=person.uuid, training=training.uuid)
            if may_edit
            else ""
        )
        dated.append((day, _elsewhere(training, url)))
    return [moment for _day, moment in sorted(dated, key=lambda one: one[0], reverse=True)]


def _sent(request: ScreenRequest, one: sending.Sending) -> Moment:
    """A time the person was sent to another's class, with how far it has come; a paper that came back stands in its own line."""
    notice, decision = one.notice, one.decision
    url = screen_url(request, "sending:sending-page", uuid=one.uuid) if one.is_visible else ""  # type: ignore[attr-defined]  # said by the query
    days = [notice.opens_on, one.finished_on or notice.ends_on]
    when = " – ".join(f"{day:%d/%m/%Y}" for day in days if day is not None)
    parts = [_("Được cử đi học"), notice.issuer_name]
    if decision is not None:
        parts.append(_("Quyết định số {number}").format(number=decision.number))
    status = Status(_COURSE_TONES[one.course], str(one.get_course_display()))
    return Moment(when, notice.name, ". ".join(parts), url, status)


def _elsewhere(training: records.ExternalTraining, url: str) -> Moment:
    """A training elsewhere, marked as recorded from papers, with who saw them."""
    days = [f"{day:%d/%m/%Y}" for day in (training.started_on, training.finished_on) if day is not None]
    parts = [_("Học ở nơi khác, ghi theo giấy tờ"), training.organiser]
    if training.evidence != records.TrainingEvidence.NONE:
        paper = " ".join(part for part in (str(training.get_evidence_display()), training.paper_number) if part)
        issued = f"{training.issued_on:%d/%m/%Y}" if training.issued_on else ""
        parts.append(", ".join(part for part in (paper, issued) if part))
    if training.confirmed_at is not None:
        who = training.confirmed_by.full_name if training.confirmed_by else _("người vận hành")
        seen = timezone.localtime(training.confirmed_at)
        parts.append(_("{who} xác nhận ngày {day}").format(who=who, day=f"{seen:%d/%m/%Y}"))
        status = Status("met", _("Đã xác nhận"))
    else:
        status = Status("warn", _("Chưa xác nhận"))
    when = " – ".join(days) or (f"{training.issued_on:%d/%m/%Y}" if training.issued_on else _("Chưa rõ ngày"))
    return Moment(when, training.title, ". ".join(part for part in parts if part), url, status)


def _missing(
    person: people.Person, qualifications: list[people.Qualification], ratings: list[people.Rating], on: date
) -> list[str]:
    """What the rules ask of a person and the record does not say yet."""
    said = [
        (person.birth_on is not None and person.birth_precision == "day", _("ngày sinh đầy đủ")),
        (bool(person.sex), _("giới tính")),
        (bool(person.identity_number), _("số định danh cá nhân")),
        (bool(person.education), _("trình độ học vấn")),
        (bool(qualifications), _("trình độ lý luận chính trị")),
        (
            all(q.evidence != people.Evidence.NONE for q in qualifications if q.level != people.TheoryLevel.NONE),
            _("minh chứng của trình độ lý luận chính trị"),
        ),
    ]
    if person.admitted_on is not None:
        rated = {rating.year for rating in ratings}
        said += [
            (bool(person.party_card) or person.official_on is None, _("số thẻ đảng viên")),
            *((year in rated, _("xếp loại năm {year}").format(year=year)) for year in (on.year - 1, on.year - 2)),
        ]
    return [words for is_there, words in said if not is_there]


@screen(permission="person.edit", methods=("GET", "POST"))
def person_add(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    form = NewPersonForm(request.POST or None, request=request, initial={"unit": scope.unit, "since": scope.on})
    namesakes: list[people.Person] = []
    if form.is_valid():
        data = form.cleaned_data
        namesakes = _namesakes(request, data)
        if namesakes and not data["is_another"]:
            form.add_error(
                "is_another",
                _("Đã có người cùng họ tên và ngày sinh. Mở hồ sơ đó xem, hoặc đánh dấu ô này để thêm người mới."),
            )
        else:
            try:
                access.require(request.user, access.Permission.PERSON_EDIT, data["unit"], scope.on)
                person = people.add_person(actor=request.user, new=_new_person(data))
            except DomainError as refusal:
                form.add_domain_error(refusal)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                notify(request, _("Đã thêm hồ sơ {name}.").format(name=person.full_name))
                return redirect_to(request, "persons:person-page", uuid=person.uuid)
    return page(request, "persons/person_add.html", {"form": form, "namesakes": namesakes}, form=form)


def _namesakes(request: ScreenRequest, data: dict[str, Any]) -> list[people.Person]:
    """People the user sees who have the name and birth that were typed."""
    birth = people.read_birth(data["birth"])
    if not birth or birth[0] is None:
        return []
    found = people.find_by_name_and_birth([(fold(data["full_name"]), birth[0])])
    ids = [person.pk for rows in found.values() for person in rows]
    return list(access.people_visible_to(request.user, request.scope.on).filter(pk__in=ids)) if ids else []


def _new_person(data: dict[str, Any]) -> people.NewPerson:
    unit, since = data["unit"], data["since"]
    return people.NewPerson(
        **{name: data[name] for name in people.EDITABLE if name != "left_party_on"},
        belongings=(people.NewBelonging(unit.pk, data["kind"], since),),
        posts=(people.NewPost(unit.pk, data["post_kind"], data["post"], since),) if data["post"] else (),
        qualifications=(people.NewQualification(data["theory_level"]),) if data["theory_level"] else (),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def person_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    initial = {name: getattr(person, name) for name in people.EDITABLE}
    may_see = access.can_for_person(request.user, access.Permission.PERSON_SENSITIVE, person, request.scope.on)
    if may_see:
        privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.NUMBERS, at=clock.now())
    covered = set() if may_see else privacy.masked_fields()
    form = PersonForm(request.POST or None, request=request, initial=initial, covered=covered)
    if form.is_valid():
        try:
            changes = {name: value for name, value in form.cleaned_data.items() if name not in covered}
            people.update_person(actor=request.user, person=person, changes=changes)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã sửa hồ sơ {name}.").format(name=form.cleaned_data["full_name"]))
            return redirect_to(request, "persons:person-page", uuid=uuid)
    return page(request, "persons/person_edit.html", {"form": form, "person": person}, form=form)
