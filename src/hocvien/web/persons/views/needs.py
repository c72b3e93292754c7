"""What each post held or planned for asks of a person, what is there, and what does the next thing."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.sending import api as sending
from hocvien.web.persons.duties import duty_line
from hocvien.web.persons.sight import look_at
from hocvien.web.shell.duty_states import duty_status
from hocvien.web.shell.filling import fill_link
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, screen

P = access.Permission
# the clause of a rule that asks for a level not yet held, as `judge` names it
_LEVEL_CLAUSE = "theory_level_below"
_STEPS_SHOWN = 3


@screen(permission="person.view")
def post_needs(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Post by post what is still missing; plannings only for who keeps the record. About thirty queries where there are posts of every kind."""
    person, may_edit = look_at(request, uuid)
    on = request.scope.on
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.PAGE, at=clock.now())
    posts = people.posts_as_of([person.pk], on).get(person.pk, [])
    # who is planned is confidential: told to who keeps the record, of people nominated only
    plannings = people.list_plannings(person, named_on=on) if may_edit else []
    plannings = [row for row in plannings if row.valid_from <= on < row.valid_to]
    steps = _Steps(request, person)
    levels = _levels(request, person, on, with_planned=bool(plannings), steps=steps)
    held = obligations.obligations_by_post(person, on) if posts else []
    planned = obligations.obligations_by_post(person, on, is_planned=True) if plannings else []
    by_status = [one for one in obligations.obligations_of(person, on) if not one.is_of_post]
    context = {
        "person": person,
        "may_edit": may_edit,
        "posts": [
            {
                "title": row.title,
                "since": row.valid_from,
                "lines": [
                    *_lines(held, row.pk, shows_days=may_edit, steps=steps),
                    *(one["line"] for one in levels if row.pk in one["posts"]),
                ],
            }
            for row in posts
        ],
        "plannings": [
            {
                "title": row.get_kind_display(),
                "unit_name": row.unit_name,  # type: ignore[attr-defined]  # said by the query
                "number": row.number,
                "decided_on": row.decided_on,
                "lines": [
                    *_lines(planned, row.pk, shows_days=may_edit, steps=steps),
                    *(one["line"] for one in levels if row.pk in one["plannings"]),
                ],
            }
            for row in plannings
        ],
        "statuses": [
            duty_line(one, shows_days=may_edit) | {"steps": [] if one.is_met else steps.of(one.programmes)}
            for one in by_status
        ],
    }
    return page(request, "persons/post_needs.html", context)


def _lines(
    found: Iterable[obligations.OfPost], post_id: int, *, shows_days: bool, steps: "_Steps"
) -> list[dict[str, Any]]:
    """What obligations ask of one post; where another post of the group is later, its day counts and it is told there."""
    return [
        duty_line(one.told, shows_days=shows_days) | {"steps": [] if one.told.is_met else steps.of(one.told.programmes)}
        if one.governs
        else {"title": one.told.title, "status": Status("neutral", _("Tính theo chức vụ nhận sau")), "steps": []}
        for one in found
        if one.post_id == post_id
    ]


def _levels(
    request: ScreenRequest, person: people.Person, on: date, *, with_planned: bool, steps: "_Steps"
) -> list[dict[str, Any]]:
    """Theory levels whose programmes are meant for a post, with whether the level is held and may be studied for."""
    programmes = {row.pk: row for row in catalogue.list_programmes()}
    found = []
    for asked in eligibility.levels_of_posts(person.pk, on, with_planned=with_planned):
        programme = programmes[asked.programme_id]
        verdict = eligibility.judge(programme_id=programme.pk, study_mode="", person_ids=[person.pk], on=on)[person.pk]
        level = next(one for one in verdict.clauses if one.code == _LEVEL_CLAUSE)
        is_held = level.verdict == eligibility.NOT_MET
        url, words = fill_link(request, level.fill, person.uuid) if not is_held else ("", "")
        line = {
            "title": _("Trình độ {level}").format(level=people.TheoryLevel(asked.level).label),
            "is_level": True,
            "status": _level_status(level.verdict),
            "verdict": None if is_held else verdict_status(verdict.verdict),
            "verdict_url": screen_url(
                request, "rules:person-verdict", uuid=person.uuid, query={"programme": programme.code}
            ),
            "fill_url": url,
            "fill_words": words,
            "citation": asked.citation,
            "is_default": asked.mark == catalogue.Mark.DEFAULT,
            "steps": [] if is_held else steps.of([programme.code]),
        }
        found.append({"line": line, "posts": asked.post_ids, "plannings": asked.planning_ids})
    return found


def _level_status(verdict: str) -> Status:
    if verdict == eligibility.NOT_MET:
        return Status("met", _("Đã có"))
    if verdict == eligibility.DATA_MISSING:
        return duty_status("data_missing")
    return Status("warn", _("Chưa có"))


class _Steps:
    """Where the next thing is done: classes that take names of the person's unit, notices of seats elsewhere. Asked once for each set of programmes."""

    def __init__(self, request: ScreenRequest, person: people.Person) -> None:
        self.request, self.on = request, request.scope.on
        self.unit_id = people.main_unit_ids([person.pk], self.on).get(person.pk)
        self.may_propose = self.unit_id is not None and access.can(request.user, P.LIST_PROPOSE, self.unit_id, self.on)
        self._known: dict[tuple[str, ...], list[dict[str, str]]] = {}

    def of(self, codes: Iterable[str]) -> list[dict[str, str]]:
        """Address and words of each; two or three queries for programmes not asked of before, none for who may not propose."""
        key = tuple(sorted(codes))
        if self.unit_id is None or not self.may_propose or not key:
            return []
        if key not in self._known:
            self._known[key] = [*self._classes(key, self.unit_id), *self._notices(key)][:_STEPS_SHOWN]
        return self._known[key]

    def _classes(self, codes: tuple[str, ...], unit_id: int) -> list[dict[str, str]]:
        return [
            {
                "url": screen_url(self.request, "classes:nomination-propose", uuid=row.uuid),
                "words": _("Cử vào {name}, khai giảng {day}").format(name=row.name, day=f"{row.opens_on:%d/%m/%Y}"),
            }
            for row in classes.classes_taking_names(codes, unit_id, self.on)
        ]

    def _notices(self, codes: tuple[str, ...]) -> list[dict[str, str]]:
        rows = sending.notices_visible_to(self.request.user, self.on).filter(
            programme__code__in=codes, status=sending.NoticeStatus.OPEN, opens_on__gte=self.on
        )
        return [
            {
                "url": screen_url(self.request, "sending:notice-page", uuid=row.uuid),
                "words": _("Cử đi học {name}, khai giảng {day}").format(name=row.name, day=f"{row.opens_on:%d/%m/%Y}"),
            }
            for row in rows.order_by("opens_on", "pk")[:_STEPS_SHOWN]
        ]
