"""Columns that lists of people judged for a class or a notice share: who, of which sex, with which verdict."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.people import api as people
from hocvien.web.shell.verdicts import VERDICT_CHOICES
from hocvien.web.ui.tables import Column, Filter


def sex_label(sex: str) -> str:
    """A person's sex in words, "" where it is not recorded."""
    return str(people.Sex(sex).label) if sex else ""


def name_column(link: Any, note: Any = None) -> Column:
    """The name by its Vietnamese order, leading on."""
    more = {} if note is None else {"note": note}
    return Column("full_name", _("Họ và tên"), sort=lambda row: row.name_key, header=True, link=link, **more)


BIRTH = Column("birth_text", _("Ngày sinh"), sort=lambda row: row.birth_on)
SEX = Column("sex", _("Giới"), value=lambda row: sex_label(row.sex), sort=True)
SEX_HIDDEN = Column("sex", _("Giới"), value=lambda row: sex_label(row.sex), sort=True, hidden=True)
BY_VERDICT = Filter(
    "verdict",
    _("Điều kiện"),
    choices=VERDICT_CHOICES,
    apply=lambda rows, value: [row for row in rows if row.verdict == value],
)


def by_status(choices: Any) -> Filter:
    """Rows of one status."""
    return Filter(
        "status",
        _("Tình trạng"),
        choices=choices,
        apply=lambda rows, value: [row for row in rows if row.status == value],
    )
