"""The words and tables of papers about one class: of its recognition decision as it was decided, else of the class as it stands."""

from collections import Counter
from datetime import date
from typing import Any

from hocvien.classes import api as classes
from hocvien.common.wording import official_date
from hocvien.official_papers import wording
from hocvien.official_papers.constants import CLOSING, ORDER, RECOGNITION
from hocvien.official_papers.data import Grid
from hocvien.official_papers.models import OfficialPaper
from hocvien.org import api as org
from hocvien.reporting import api as reporting

_NOT_RECOGNISED = "Kết quả học tập chưa được công nhận."
_PEOPLE_HEADS = ("TT", "Họ và tên", "Ngày sinh", "Đơn vị", "Điểm", "Kết quả, xếp loại")
_PEOPLE_WIDTHS = (11, 48, 24, 39, 17, 26)


def class_narrative(paper: OfficialPaper, today: date) -> str:
    """What the paper says of the class: a closing report tells its figures, a decision its articles, a list where it belongs. About six queries."""
    row = paper.training_class
    assert row is not None
    if paper.kind == CLOSING:
        return _closing(row, paper.recognition, today)
    decision = paper.recognition
    if decision is None:
        return _NOT_RECOGNISED
    listing = decision.listing
    whose = wording.class_words(row.name)
    if paper.kind == RECOGNITION:
        names = org.labels_as_of({row.certified_by_id, row.hosted_by_id}, decision.decided_on)
        passed = sum(one["outcome"] == classes.Outcome.COMPLETED for one in listing)
        how_many = reporting.official_number(passed)
        return "\n".join(
            (
                ORDER,
                f"Điều 1. Công nhận kết quả học tập của {how_many} học viên {whose} có tên trong danh sách kèm theo.",
                f"Điều 2. {names[row.certified_by_id].name} cấp giấy cho học viên được công nhận theo quy định.",
                "Điều 3. Các cơ quan, đơn vị liên quan và học viên có tên trong danh sách thi hành Quyết định này.",
            )
        )
    return f"Danh sách có {reporting.official_number(len(listing))} học viên, theo Quyết định số {decision.number}, ngày {official_date(decision.decided_on)}."


def class_grids(paper: OfficialPaper) -> tuple[Grid, ...]:
    """Bands of a closing report, the list of the others; no query."""
    if paper.recognition is None:
        return ()
    listing = paper.recognition.listing
    return (_bands(listing),) if paper.kind == CLOSING else (_bands(listing), _people(listing))


def _closing(row: classes.TrainingClass, decision: classes.RecognitionDecision | None, today: date) -> str:
    counts = classes.class_counts(row, today)
    names = org.labels_as_of({row.opened_by_id, row.hosted_by_id}, row.opens_on)
    number = reporting.official_number
    place = "" if row.hosted_by_id == row.opened_by_id else f" tại {names[row.hosted_by_id].name}"
    words = [
        f"{names[row.opened_by_id].name} đã mở {wording.class_words(row.name)}{place}, từ ngày {official_date(row.opens_on)} đến ngày {official_date(row.closes_on)}, với {number(counts.learners)} học viên, trong đó {number(counts.women)} nữ."
    ]
    if counts.periods_wanted:
        words.append(
            f"Đã học {number(counts.periods_taught)}/{number(counts.periods_wanted)} tiết của chương trình, trong {number(counts.sessions)} buổi."
        )
    if decision is not None:
        listing = decision.listing
        passed = sum(one["outcome"] == classes.Outcome.COMPLETED for one in listing)
        words.append(
            f"Xét kết quả cho {number(len(listing))} học viên: {number(passed)} học viên đạt yêu cầu, đạt {reporting.official_percent(passed, len(listing))}."
        )
        bands = _counted(listing)
        if len(bands) > 1 or (bands and bands[0][0] not in {"Đạt", "Không đạt"}):
            told = (
                f"{name} {number(count)} ({reporting.official_percent(count, len(listing))})" for name, count in bands
            )
            words.append(f"Xếp loại: {'; '.join(told)}.")
    else:
        words.append(_NOT_RECOGNISED)
    return " ".join(words)


def _counted(listing: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Bands in the order in which they are first met from the best mark down, then by how the list names them."""
    best: dict[str, float] = {}
    for one in listing:
        best[_band(one)] = max(best.get(_band(one), -1.0), float(one["mark"] or 0))
    counted = Counter(_band(one) for one in listing)
    failed = {_band(one) for one in listing if one["outcome"] != classes.Outcome.COMPLETED}
    return sorted(counted.items(), key=lambda pair: (pair[0] in failed, -best[pair[0]], pair[0]))


def _band(one: dict[str, Any]) -> str:
    return str(one["band_name"] or one["outcome_words"])


def _bands(listing: list[dict[str, Any]]) -> Grid:
    rows = [
        (str(at), name, wording.grid_number(count), reporting.official_percent(count, len(listing)))
        for at, (name, count) in enumerate(_counted(listing), start=1)
    ]
    rows.append(("", "Tổng cộng", wording.grid_number(len(listing)), "100%"))
    heads = ("TT", "Xếp loại", "Số học viên", "Tỷ lệ")
    return Grid("Kết quả xếp loại", heads, (11, 80, 37, 37), tuple(rows), (0, 2, 3), bold_rows=(len(rows) - 1,))


def _people(listing: list[dict[str, Any]]) -> Grid:
    rows = tuple(
        (
            str(at),
            one["full_name"],
            one["birth_text"],
            one["unit_name"],
            str(one["mark"] or "").replace(".", ","),
            one["outcome_words"],
        )
        for at, one in enumerate(listing, start=1)
    )
    return Grid("Danh sách học viên", _PEOPLE_HEADS, _PEOPLE_WIDTHS, rows, (0, 4))
