"""What stands in a paper: texts as papers write them, from the same queries the screens show."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from hocvien.classes import api as classes
from hocvien.common.wording import official_date
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.papers.constants import ADMISSION, SUMMONS
from hocvien.papers.data import PaperHead
from hocvien.planning import api as planning
from hocvien.sending import api as sending

_QUARTERS = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV"}
_MODES = {"full_time": "tập trung", "part_time": "không tập trung"}
Values = dict[str, Any]


def superior_name(unit_id: int, on: date) -> str:
    """The unit directly above, by its name of that day; empty for a root. Two queries."""
    line = org.ancestor_ids_as_of(unit_id, on)
    above = [parent for parent, child in pairwise(line) if child == unit_id]
    return org.label_as_of(above[0], on).name if above else ""


def head_proposed(unit_id: int, on: date, number: str = "") -> PaperHead:
    """What the form of a paper begins with: the signer told of the unit, and today."""
    signer = org.find_signer(unit_id, on)
    if signer is None:
        return PaperHead(number=number, place="", on=on, signer_name="", signer_post="")
    stead = f"{signer.stead} {signer.stead_of}".strip() if signer.stead else ""
    return PaperHead(number=number, place="", on=on, signer_name=signer.name, signer_post=signer.post, stead=stead)


def head_values(unit_id: int, head: PaperHead) -> Values:
    """The head and the signature of any paper; three queries."""
    return {
        "co_quan_cap_tren": superior_name(unit_id, head.on).upper(),
        "co_quan": org.label_as_of(unit_id, head.on).name.upper(),
        "so_ky_hieu": head.number,
        "dia_danh": head.place,
        "ngay": f"{head.on.day:02d}",
        "thang": f"{head.on.month:02d}" if head.on.month <= 2 else str(head.on.month),
        "nam": str(head.on.year),
        "thay_mat": head.stead.upper(),
        "chuc_vu_ky": head.signer_post.upper(),
        "nguoi_ky": head.signer_name,
    }


def class_values(training_class: classes.TrainingClass, learners: Iterable[classes.LearnerRow]) -> Values:
    """The class itself; one query for the names of its units, which are those of the opening day, one for its audience."""
    row, learners = training_class, list(learners)
    labels = org.labels_as_of(
        {row.opened_by_id, row.hosted_by_id, row.taught_by_id, row.paid_by_id, row.certified_by_id}
        | ({row.joint_with_id} if row.joint_with_id else set()),
        row.opens_on,
    )
    return {
        "ten_lop": row.name,
        "ma_lop": row.code,
        "khoa": row.intake,
        "chuong_trinh": row.programme.name,
        "he_hoc": _MODES.get(row.study_mode, ""),
        "nhom_doi_tuong": _audience(row.programme_id, row.audience),
        "khai_giang": official_date(row.opens_on),
        "be_giang": official_date(row.closes_on),
        "dia_diem": row.place or labels[row.hosted_by_id].name,
        "so_cho": str(row.seats),
        "han_gui": official_date(row.proposals_close_on) if row.proposals_close_on else "",
        "don_vi_mo": labels[row.opened_by_id].name,
        "don_vi_dat": labels[row.hosted_by_id].name,
        "don_vi_day": labels[row.taught_by_id].name,
        "don_vi_chi": labels[row.paid_by_id].name,
        "don_vi_cap": labels[row.certified_by_id].name,
        "phoi_hop": labels[row.joint_with_id].name if row.joint_with_id else "",
        "can_cu": _basis(row),
        "chu_nhiem": str(row.head) if row.head else "",
        "so_hoc_vien": str(len(learners)),
        "so_nu": str(sum(1 for one in learners if one.sex == "female")),
    }


def _audience(programme_id: int, audience: str) -> str:
    """The group's name as its rules call it; one query where there is one."""
    found = eligibility.list_audiences() if audience else []
    return next((one.name for one in found if (one.programme_id, one.code) == (programme_id, audience)), audience)


def _basis(row: classes.TrainingClass) -> str:
    """The plan line the class was opened from, or the decision outside the plan."""
    if row.plan_line is None:
        return row.outside_plan_decision
    return f"Kế hoạch đào tạo, bồi dưỡng lý luận chính trị năm {row.plan_line.plan.year}"


def people_values(rows: Iterable[Any]) -> list[Values]:
    """People of a list, in the order given: name, birth in the column of the sex as rosters write it, unit, group."""
    return [
        {
            "tt": str(at),
            "ho_ten": row.full_name,
            "ngay_sinh": row.birth_text,
            "nam_sinh_nam": row.birth_text if row.sex == "male" else "",
            "nam_sinh_nu": row.birth_text if row.sex == "female" else "",
            "gioi_tinh": {"male": "Nam", "female": "Nữ"}.get(row.sex, ""),
            "don_vi": row.unit_name,
            "to": str(getattr(row, "group", None) or ""),
        }
        for at, row in enumerate(rows, start=1)
    ]


def sending_values(notice: sending.Notice, decision: sending.SendingDecision) -> Values:
    """A decision to send with its list as it stood; no query when the programme is loaded."""
    return {
        "ten_lop": notice.name,
        "chuong_trinh": notice.programme.name,
        "he_hoc": _MODES.get(notice.study_mode, ""),
        "nhom_doi_tuong": _audience(notice.programme_id, notice.audience),
        "khai_giang": official_date(notice.opens_on),
        "be_giang": official_date(notice.ends_on) if notice.ends_on else "",
        "dia_diem": notice.place or notice.issuer_name,
        "noi_chieu_sinh": notice.issuer_name,
        "thong_bao": f"số {notice.number}, ngày {official_date(notice.issued_on)}",
        "so_hoc_vien": str(len(decision.listing)),
        "hoc_vien": people_values(_Listed(one) for one in decision.listing),
    }


class _Listed:
    """One entry of the kept list, as the rows of other lists read."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self.full_name, self.sex, self.unit_name = kept["full_name"], kept["sex"], kept["unit_name"]
        self.birth_text = "/".join(reversed(kept["birth"].split("-"))) if kept["birth"] else ""


def plan_values(plan: planning.Plan, on: date) -> Values:
    """A year plan's version with its lines and sums; about six queries."""
    lines = list(planning.list_lines(plan))
    costs = planning.costs_of_lines(plan, lines, on)
    labels = org.labels_as_of(
        {line.opener_id for line in lines} | {line.host_id for line in lines if line.host_id}, date(plan.year, 1, 1)
    )
    money = {line.pk: planning.line_cost(costs[line.pk]) for line in lines}
    return {
        "nam_ke_hoach": str(plan.year),
        "lan": str(plan.version),
        "muc": [
            {
                "tt": str(at),
                "chuong_trinh": line.programme.name,
                "he_hoc": _MODES.get(line.study_mode, ""),
                "so_lop": str(line.classes),
                "so_cho": figure(line.seats),
                "quy": _QUARTERS.get(line.quarter or 0, ""),
                "don_vi_mo": labels[line.opener_id].name,
                "noi_dat": labels[line.host_id].name if line.host_id else "",
                "gio": figure(line.lecturer_hours) if line.lecturer_hours else "",
                "kinh_phi": figure(money[line.pk]) if money[line.pk] else "",
            }
            for at, line in enumerate(lines, start=1)
        ],
        "tong_lop": figure(sum(line.classes for line in lines)),
        "tong_cho": figure(sum(line.seats for line in lines)),
        "tong_kinh_phi": figure(sum(money.values())),
    }


def figure(number: int) -> str:
    """12500000 as "12.500.000"."""
    return f"{number:,}".replace(",", ".")


def letter_kind(training_class: classes.TrainingClass) -> str:
    """Giấy báo nhập học where the programme has a study mode (trung cấp, cao cấp), else giấy triệu tập."""
    return ADMISSION if training_class.study_mode else SUMMONS
