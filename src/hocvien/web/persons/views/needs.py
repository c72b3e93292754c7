"""What each post held or planned for asks of a person, what is there, and what does the next thing."""

from collections.abc import Iterable
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
    """Post by post what is still missing; plannings only for who keeps the record. At most twenty queries, whatever is recorded."""
    person, may_edit = look_at(request, uuid)
    on = request.scope.on
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.PAGE, at=clock.now())
    # who is planned is confidential: told to who keeps the record, of people nominated only
    belongings, posts, plannings = people.places_of(person, on, with_plannings=may_edit)
    by_status, by_post = obligations.obligations_by_post(person, on, with_planned=bool(plannings))
    held, planned = ([one for one in by_post if one.is_planned == is_planned] for is_planned in (False, True))
    asked = eligibility.levels_of_posts(posts, plannings, on)
    open_ones = [told for told in (*by_status, *(one.told for one in by_post)) if not told.is_met]
    codes = {code for told in open_ones for code in told.programmes} | {one.programme_code for one in asked}
    steps = _Steps(request, person, people.main_unit_among(belongings), codes)
    judged = eligibility.judge_each(
        programme_ids=[one.programme_id for one in asked], study_mode="", person_ids=[person.pk], on=on
    )
    levels = [_level(request, person, one, judged[one.programme_id][person.pk], steps) for one in asked]
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


def _level(
    request: ScreenRequest,
    person: people.Person,
    asked: eligibility.LevelOfPosts,
    verdict: eligibility.Verdict,
    steps: "_Steps",
) -> dict[str, Any]:
    """A theory level whose programme is meant for a post, with whether it is held and may be studied for."""
    level = next((one for one in verdict.clauses if one.code == _LEVEL_CLAUSE), None)
    is_held = level is not None and level.verdict == eligibility.NOT_MET
    url, words = fill_link(request, level.fill, person.uuid) if level is not None and not is_held else ("", "")
    line = {
        "title": _("Trình độ {level}").format(level=people.TheoryLevel(asked.level).label),
        "is_level": True,
        "status": _level_status("" if level is None else level.verdict),
        "verdict": None if is_held else verdict_status(verdict.verdict),
        "verdict_url": screen_url(
            request, "rules:person-verdict", uuid=person.uuid, query={"programme": asked.programme_code}
        ),
        "fill_url": url,
        "fill_words": words,
        "citation": asked.citation,
        "is_default": asked.mark == catalogue.Mark.DEFAULT,
        "steps": [] if is_held else steps.of([asked.programme_code]),
    }
    return {"line": line, "posts": asked.post_ids, "plannings": asked.planning_ids}


def _level_status(verdict: str) -> Status:
    if verdict == eligibility.NOT_MET:
        return Status("met", _("Đã có"))
    if verdict == eligibility.DATA_MISSING:
        return duty_status("data_missing")
    return Status("warn", _("Chưa có"))


class _Steps:
    """Where the next thing is done: classes that take names of the person's unit, notices of seats elsewhere. Three queries, however many programmes.

    Where the person stands on the list already, the list itself is the next thing to look at.
    """

    def __init__(
        self, request: ScreenRequest, person: people.Person, unit_id: int | None, codes: Iterable[str]
    ) -> None:
        on = request.scope.on
        self._found: dict[str, list[dict[str, str]]] = {}
        # who may not propose is led nowhere
        if unit_id is None or not access.can(request.user, P.LIST_PROPOSE, unit_id, on):
            return
        for taking in classes.classes_taking_names(codes, unit_id, on, person_id=person.pk):
            is_named = taking.is_named  # type: ignore[attr-defined]  # said by the query
            words = (
                _("Đã trong danh sách {name}, khai giảng {day}") if is_named else _("Cử vào {name}, khai giảng {day}")
            )
            self._add(
                taking.programme.code,
                screen_url(
                    request, "classes:nomination-list" if is_named else "classes:nomination-propose", uuid=taking.uuid
                ),
                words.format(name=taking.name, day=f"{taking.opens_on:%d/%m/%Y}"),
            )
        notices = sending.notices_visible_to(request.user, on).filter(
            programme__code__in=list(codes), status=sending.NoticeStatus.OPEN, opens_on__gte=on
        )
        for notice in notices.select_related("programme").order_by("opens_on", "pk"):
            self._add(
                notice.programme.code,
                screen_url(request, "sending:notice-page", uuid=notice.uuid),
                _("Cử đi học {name}, khai giảng {day}").format(name=notice.name, day=f"{notice.opens_on:%d/%m/%Y}"),
            )

    def _add(self, code: str, url: str, words: str) -> None:
        self._found.setdefault(code, []).append({"url": url, "words": words})

    def of(self, codes: Iterable[str]) -> list[dict[str, str]]:
        """Address and words of each, those that open first at the top; no query."""
        return [step for code in codes for step in self._found.get(code, ())][:_STEPS_SHOWN]
