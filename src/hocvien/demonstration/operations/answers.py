"""What a district's office keeps of its figures: a question for everybody who reads its reports, and the eight months as they were told."""

from datetime import date

from hocvien.common import clock
from hocvien.common.periods import parse_period
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.reporting import api as reporting


def enter_answers(cast: Cast, code: str, period: str, today: date) -> None:
    """One shared question by sex and unit, and one fixed answer of the period."""
    unit, days = org.get_unit(code), parse_period(period)
    actor = cast.one_at("clerk", code)
    by_unit = reporting.Breakdown(("participations", "persons"), rows="sender_branch", columns="sex")
    by_programme = reporting.Breakdown(("classes", "participations", "persons"), rows="programme", columns="part")
    reporting.save_question(
        actor=actor,
        unit=unit,
        title="Học viên theo đơn vị cử, nam nữ (mẫu)",
        breakdown=by_unit,
        more={"basis": reporting.OPENED, "structure": "", "compare": ""},
        is_shared=True,
        now=clock.now(),
        on=today,
    )
    reporting.freeze_answer(
        actor=actor,
        unit=unit,
        question=reporting.ask(unit=unit, from_=days.from_, to=days.to, known_on=today),
        breakdowns=[by_programme, by_unit],
        title=f"Số liệu {days.label} (mẫu)",
        now=clock.now(),
        on=today,
        is_generated=True,
    )
