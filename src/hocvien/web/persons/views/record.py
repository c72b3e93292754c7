"""One person: the record, adding and correcting it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.common.text import fold
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.persons.duties import duties_of
from hocvien.web.persons.forms import NewPersonForm, PersonForm
from hocvien.web.persons.sight import get_person_to_edit, look_at
from hocvien.web.persons.tables import membership_of, membership_statuses
from hocvien.web.persons.timeline import timeline_of
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


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
    record = people.record_of(person, on=on, named_on=day)
    qualifications, ratings, leaves = record.qualifications, record.ratings, record.leaves
    context = {
        "person": person,
        "membership": membership_statuses()[membership_of(person, on)],
        "belongings": [(row, row.valid_from <= day < row.valid_to) for row in record.belongings],
        "posts": [(row, row.valid_from <= day < row.valid_to) for row in record.posts],
        "managements": [(row, row.valid_from <= day < row.valid_to) for row in record.managements],
        # which leave it is tells of somebody's health: said to who keeps the record, to others only that there is one now
        "leaves": [(row, on < row.valid_to) for row in leaves] if may_edit else [],
        "is_away": any(row.valid_from <= on < row.valid_to for row in leaves),
        "qualifications": qualifications,
        "ratings": ratings,
        "duties": []
        if request.scope.is_another_day
        else duties_of(person, on, shows_days=may_edit, posts=record.posts),
        "transfer": record.transfer,
        "tie": access.tie_of_person(person) if may_edit else None,
        "merges": record.merges if may_edit else [],
        "may_transfer": may_edit and access.Permission.PERSON_TRANSFER in request.held_permissions,
        "missing": _missing(person, qualifications, ratings, on),
        "timeline": timeline_of(request, person, may_edit=may_edit),
        "may_edit": may_edit,
        "masked": {name: privacy.masked(getattr(person, name)) for name in privacy.masked_fields()},
        # whoever keeps the record may see its numbers; asking for them is written down
        "may_see_numbers": may_edit and access.Permission.PERSON_SENSITIVE in request.held_permissions,
        "may_answer": may_edit and access.Permission.PRIVACY_ANSWER in request.held_permissions,
        "may_see_looks": access.Permission.JOURNAL_VIEW in request.held_permissions,
    }
    return page(request, "persons/person_page.html", context)


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
