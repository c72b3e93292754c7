"""One person once: records that may be of one person, merging two, taking a merge apart."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.persons.forms import OtherRecordForm
from hocvien.web.persons.pairs import PairTable, pair_rows
from hocvien.web.persons.sight import get_person_to_edit, kept_ids, people_kept
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_CHOICE = "choice-"


@screen(permission="person.edit")
def duplicate_list(request: ScreenRequest) -> HttpResponse:
    """Pairs of somebody of the unit in the bar and anybody; those noted as two people; questions of other units."""
    on = request.scope.on
    kept = people_kept(request)
    ids = set(kept.values_list("pk", flat=True)[: people.MOST_HELD_AGAINST_EVERYBODY + 1])
    is_too_many = len(ids) > people.MOST_HELD_AGAINST_EVERYBODY
    found = [] if is_too_many else people.find_duplicates(ids, on)
    others = {one.other_id for one in found} | {one.person_id for one in found}
    here = set() if is_too_many else ids
    rows = pair_rows(
        request,
        found,
        kept=kept_ids(request, list(others)) if found else set(),
        asked=people.questions_asked({one.person_id for one in found}) if found else [],
    )
    table = PairTable(request, rows)
    context = {
        "too_many": str(people.UnitTooLarge(request.scope.unit_name, people.MOST_HELD_AGAINST_EVERYBODY))
        if is_too_many
        else "",
        "questions": people.questions_about(here),
        "distinct": people.list_distinct(here),
    }
    return table_response(request, "persons/duplicate_list.html", table, context)


def _pair(request: ScreenRequest, uuid: UUID, other: UUID) -> tuple[people.Person, people.Person]:
    """Both records, if the user keeps both; else NotVisible (a 404)."""
    return get_person_to_edit(request, uuid), get_person_to_edit(request, other)


@screen(permission="person.edit", methods=("POST",))
def pair_distinct(request: ScreenRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Two people: not proposed again. Who was asked about a pair may say so of their own record."""
    first = get_person_to_edit(request, uuid)
    second = people.get_person(other)
    was_asked = any(one.asks_id == second.pk for one in people.questions_about([first.pk]))
    if not was_asked:
        second = get_person_to_edit(request, other)
    people.mark_distinct(actor=request.user, first=first, second=second, now=clock.now())
    notify(request, _("Đã ghi nhận hai hồ sơ là hai người. Cặp này không được nêu nữa."))
    return redirect_to(request, "persons:duplicate-list")


@screen(permission="person.edit", methods=("POST",))
def pair_distinct_undo(request: ScreenRequest, uuid: UUID, other: UUID) -> HttpResponse:
    first, second = get_person_to_edit(request, uuid), people.get_person(other)
    people.unmark_distinct(actor=request.user, first=first, second=second)
    notify(request, _("Đã bỏ ghi nhận. Cặp hồ sơ có thể được nêu lại."))
    return redirect_to(request, "persons:duplicate-list")


@screen(permission="person.edit", methods=("GET", "POST"))
def pair_ask(request: ScreenRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Ask the unit that keeps a record out of sight; only of a pair that is proposed."""
    person = get_person_to_edit(request, uuid)
    about = people.get_person(other)
    proposed = people.find_duplicates([person.pk], request.scope.on)
    if about.pk not in {pk for one in proposed for pk in (one.person_id, one.other_id)}:
        raise people.PersonNotFound
    if request.method == "GET":
        return page(request, "persons/pair_ask.html", {"person": person})
    people.ask_about_pair(actor=request.user, person=person, other=about, now=clock.now())
    notify(request, _("Đã hỏi đơn vị giữ hồ sơ kia. Trả lời sẽ hiện ở trang này."))
    return redirect_to(request, "persons:duplicate-list")


@screen(permission="person.edit", methods=("POST",))
def pair_same(request: ScreenRequest, question: UUID) -> HttpResponse:
    """The unit asked confirms that both records are one person."""
    asked = people.get_question(question)
    get_person_to_edit(request, asked.about.uuid)
    people.confirm_pair(actor=request.user, question=asked, now=clock.now())
    notify(request, _("Đã trả lời: là một người. Người phụ trách cả hai đơn vị có thể gộp hai hồ sơ."))
    return redirect_to(request, "persons:duplicate-list")


@screen(permission="person.edit", methods=("GET", "POST"))
def merge_choose(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The other record: one that looks like this one, or any that is named."""
    person = get_person_to_edit(request, uuid)
    form = OtherRecordForm(request.POST or None, request=request)
    if form.is_valid():
        other = form.cleaned_data["other"]
        if other.pk != person.pk:
            return redirect_to(request, "persons:merge-page", uuid=person.uuid, other=other.uuid)
        form.add_domain_error(people.MergeOfOne(), "other")
    found = people.find_duplicates([person.pk], request.scope.on)
    ids = {pk for one in found for pk in (one.person_id, one.other_id)}
    rows = pair_rows(
        request, found, kept=kept_ids(request, list(ids)) if ids else set(), asked=people.questions_asked([person.pk])
    )
    context = {"form": form, "person": person, "rows": [row for row in rows if row.other is not None]}
    return page(request, "persons/merge_choose.html", context, form=form)


@screen(permission="person.edit", methods=("GET", "POST"))
def merge_page(request: ScreenRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Both records side by side; which value stands is chosen field by field, and what goes over is said before."""
    survivor, merged = _pair(request, uuid, other)
    on = request.scope.on
    preview = people.get_merge_preview(survivor, merged, on)
    chosen = {one.key: request.POST.get(f"{_CHOICE}{one.key}", one.chosen) for one in preview.fields}
    refusals = [str(one) for one in preview.refusals]
    # both numbers whole, to compare them: asked for by a button, and written down as a look at both
    shows_numbers = request.POST.get("show") == "numbers" and _may_see_both(request, survivor, merged)
    if shows_numbers:
        ids = [survivor.pk, merged.pk]
        privacy.note_looks(user=request.user, person_ids=ids, kind=privacy.LookKind.NUMBERS, at=clock.now())
    if request.method == "POST" and "show" not in request.POST:
        try:
            people.merge_people(actor=request.user, survivor=survivor, merged=merged, now=clock.now(), choices=chosen)
        except DomainError as refusal:
            refusals = refusals or [str(refusal)]
        except ValidationError as refusal:
            refusals = list(refusal.messages)
        else:
            words = _("Đã gộp hồ sơ {merged} vào hồ sơ {survivor}. Có thể tách lại ở cuối trang này.")
            notify(request, words.format(merged=merged.full_name, survivor=survivor.full_name))
            return redirect_to(request, "persons:person-page", uuid=survivor.uuid)
    units = people.main_unit_ids([survivor.pk, merged.pk], on)
    context: dict[str, Any] = {
        "survivor": survivor,
        "merged": merged,
        "survivor_unit": _unit_name(units.get(survivor.pk), request),
        "merged_unit": _unit_name(units.get(merged.pk), request),
        "fields": [(_covered(one, shows_numbers=shows_numbers), chosen[one.key]) for one in preview.fields],
        "may_show": not shows_numbers
        and bool({one.key for one in preview.fields} & privacy.masked_fields())
        and _may_see_both(request, survivor, merged),
        "moving": preview.moving,
        "refusals": refusals,
        "may_merge": not preview.refusals,
        "swap_url": screen_url(request, "persons:merge-page", uuid=merged.uuid, other=survivor.uuid),
    }
    status = 422 if request.method == "POST" and "show" not in request.POST else 200
    return page(request, "persons/merge_page.html", context, status=status)


def _may_see_both(request: ScreenRequest, survivor: people.Person, merged: people.Person) -> bool:
    sensitive, on = access.Permission.PERSON_SENSITIVE, request.scope.on
    return all(access.can_for_person(request.user, sensitive, one, on) for one in (survivor, merged))


def _covered(field: people.MergeField, *, shows_numbers: bool) -> people.MergeField:
    if shows_numbers or field.key not in privacy.masked_fields():
        return field
    return replace(field, survivor=privacy.masked(field.survivor), merged=privacy.masked(field.merged))


def _unit_name(unit_id: int | None, request: ScreenRequest) -> str:
    return org.label_as_of(unit_id, request.scope.on).name if unit_id is not None else ""


@screen(permission="person.edit", methods=("GET", "POST"))
def merge_undo(request: ScreenRequest, merge: UUID) -> HttpResponse:
    """A merge and what it moved; sent, it is taken apart."""
    done = people.get_merge(merge)
    person = people.get_person(done.survivor_uuid)
    if not access.can_for_person(request.user, access.Permission.PERSON_EDIT, person, request.scope.on):
        raise people.MergeNotFound
    refusal = ""
    if request.method == "POST":
        try:
            outcome = people.unmerge_people(actor=request.user, merge=done, now=clock.now())
        except DomainError as refused:
            refusal = str(refused)
        else:
            notify(request, _("Đã tách lại hai hồ sơ như trước khi gộp."))
            for note in outcome.notes:
                notify(request, str(note), tone="warn")
            return redirect_to(request, "persons:person-page", uuid=done.survivor_uuid)
    context = {"merge": done, "person": person, "refusal": refusal, "moved": people.words_of_merge(done)}
    return page(request, "persons/merge_undo.html", context, status=422 if refusal else 200)
