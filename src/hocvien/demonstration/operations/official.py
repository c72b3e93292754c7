"""Samples of official papers: a district centre's reports of 2023, and two reviews of a commune's centre with what became of the measures of the first."""

from datetime import date, timedelta

from hocvien.accounts.api import User
from hocvien.common.periods import Period, parse_period
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.constants import COMMUNE_CENTRE_UNIT
from hocvien.demonstration.operations.cast import Cast
from hocvien.demonstration.operations.returns import half_year_before
from hocvien.official_papers import api as official
from hocvien.org import api as org

_DISTRICT_CENTRE, _HALF, _EIGHT_MONTHS = "duc-tho-ttct", "2023-6m", "2023-8m"
_HALF_ON, _EIGHT_ON = date(2023, 7, 5), date(2023, 9, 5)
_COMMUNE_CENTRE = "minh-thuan-ttct"
_REVIEWED_AFTER, _DUE_AFTER = 10, 45
_SECTIONS = {
    "results": "Các lớp mở đúng kế hoạch, đủ chương trình; học viên được công nhận kết quả ngay khi kết thúc lớp (mẫu).",
    "limits": "Một số chi bộ cử người học chậm, phải bổ sung ngay ngày khai giảng (mẫu).",
    "causes": "Kế hoạch mở lớp đến chi bộ chậm, nhất là ở các xã xa trung tâm huyện (mẫu).",
    "solutions": "Gửi lịch mở lớp cho chi bộ từ đầu quý; giao cấp ủy viên phụ trách đôn đốc (mẫu).",
}


def enter_district_papers(units: dict[str, org.Unit], cast: Cast) -> None:
    """The report of six months with its number, that of eight months as a draft whose sections are written; about a tenth of a second."""
    unit, actor = units[_DISTRICT_CENTRE], cast.one_at("clerk", _DISTRICT_CENTRE)
    half = _begin(actor, unit, "report", parse_period(_HALF), _HALF_ON)
    _write_head(actor, half, _HALF_ON, place="Đức Thọ", signer=("Phó Giám đốc", "Trần Quốc Bình"))
    official.number_paper(actor=actor, paper=half, now=moment(_HALF_ON), today=_HALF_ON)
    draft = _begin(actor, unit, "report", parse_period(_EIGHT_MONTHS), _EIGHT_ON)
    _write_head(actor, draft, _EIGHT_ON, place="Đức Thọ", signer=("Phó Giám đốc", "Trần Quốc Bình"))
    for kind, text in _SECTIONS.items():
        official.write_section(actor=actor, paper=draft, kind=kind, text=text, now=moment(_EIGHT_ON), today=_EIGHT_ON)


def enter_reviews(units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    """A review that decides two measures, and a later one that tells one of them done; about a sixth of a second."""
    unit, actor = units[_COMMUNE_CENTRE], cast.one_at("clerk", _COMMUNE_CENTRE)
    period = half_year_before(today)
    on = period.to + timedelta(days=_REVIEWED_AFTER)
    first = _begin(actor, unit, "interim_review", period, on)
    _write_head(actor, first, on, place="Minh Thuận", signer=("Giám đốc", "Lê Quang Vinh"))
    for text, code in (
        ("Gửi lịch mở lớp đến từng chi bộ trước một tháng (mẫu)", _COMMUNE_CENTRE),
        ("Rà soát quần chúng ưu tú chưa học lớp nhận thức về Đảng (mẫu)", COMMUNE_CENTRE_UNIT),
    ):
        official.decide_measure(
            actor=actor,
            paper=first,
            text=text,
            responsible=units[code],
            due_on=on + timedelta(days=_DUE_AFTER),
            now=moment(on),
            today=on,
        )
    official.number_paper(actor=actor, paper=first, now=moment(on), today=on)
    second = _begin(actor, unit, "interim_review", _months_before(today), today)
    _write_head(actor, second, today, place="Minh Thuận", signer=("Giám đốc", "Lê Quang Vinh"))
    done = official.read_paper(second, today).before[0]
    official.tell_outcome(
        actor=actor,
        paper=second,
        measure=done.uuid,
        state=official.MeasureState.DONE,
        note="Các chi bộ đã nhận lịch (mẫu)",
        now=moment(today),
        today=today,
    )
    official.number_paper(actor=actor, paper=second, now=moment(today), today=today)


def _begin(actor: User, unit: org.Unit, kind: str, period: Period, on: date) -> official.OfficialPaper:
    return official.begin_report(
        actor=actor, unit=unit, kind=kind, period=period, now=moment(on), today=on, is_generated=True
    )


def _write_head(actor: User, paper: official.OfficialPaper, on: date, *, place: str, signer: tuple[str, str]) -> None:
    """What stands around the text, its subject marked as a sample."""
    post, name = signer
    change = official.HeadChange(
        subject=f"{paper.subject} (mẫu)",
        issued_on=on,
        symbol="TTCT",
        place=place,
        signer_post=post,
        signer_name=name,
        recipients="Thường trực cấp ủy\nLưu",
    )
    official.update_head(actor=actor, paper=paper, change=change, now=moment(on), today=on)


def _months_before(today: date) -> Period:
    """The months of this year that are over; in January the whole last year."""
    last = today.replace(day=1) - timedelta(days=1)
    return parse_period(f"{last.year}-{last.month}m" if last.year == today.year else f"{last.year}")
