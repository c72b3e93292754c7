"""Reorganisations and their steps, said to people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.org import api as org
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status

Words = str | Promise
# act → (what it is called, what it is for)
ACTS: dict[str, tuple[Words, Words]] = {
    "found": (gettext_lazy("Lập đơn vị mới"), gettext_lazy("Một đơn vị có từ ngày hiệu lực")),
    "rename": (gettext_lazy("Đổi tên"), gettext_lazy("Tên cũ giữ nguyên cho thời gian trước")),
    "change_kind": (gettext_lazy("Đổi loại đơn vị"), gettext_lazy("Ví dụ đảng ủy xã, thị trấn thành đảng ủy phường")),
    "move": (
        gettext_lazy("Chuyển đơn vị"),
        gettext_lazy("Một hay nhiều đơn vị, kèm mọi đơn vị bên dưới, về cấp trên khác"),
    ),
    "merge": (
        gettext_lazy("Nhập, hợp nhất"),
        gettext_lazy("Nhiều đơn vị kết thúc, một đơn vị mới hoặc đang có nhận tất cả"),
    ),
    "split": (
        gettext_lazy("Chia, tách"),
        gettext_lazy("Một đơn vị chia cho nhiều đơn vị; chọn đơn vị và người về đâu"),
    ),
    "dissolve": (
        gettext_lazy("Giải thể"),
        gettext_lazy("Một đơn vị kết thúc, đơn vị kế tục hoặc cấp trên nhận phần còn lại"),
    ),
    "abolish_level": (
        gettext_lazy("Bỏ một cấp"),
        gettext_lazy("Mọi đơn vị của một loại kết thúc; cấp dưới về cấp trên liền kề"),
    ),
}
STATE_TONES = {"draft": "neutral", "waiting": "info", "executed": "met", "withdrawn": "neutral", "undone": "warn"}
# what happened to a unit: (in a list of counts, beside its name)
HAPPENED: dict[str, tuple[Words, Words]] = {
    "founded": (gettext_lazy("Lập mới"), gettext_lazy("mới")),
    "ended": (gettext_lazy("Kết thúc"), gettext_lazy("kết thúc")),
    "moved": (gettext_lazy("Chuyển cấp trên"), gettext_lazy("chuyển")),
    "renamed": (gettext_lazy("Đổi tên"), gettext_lazy("đổi tên")),
    "changed_kind": (gettext_lazy("Đổi loại"), gettext_lazy("đổi loại")),
}
_NAMED = 4


def status_of(row: org.Reorganisation, *, is_due: bool = False) -> Status:
    """The state in a word; one that was refused, or whose day has come, says so."""
    if row.refusal and row.status in {"draft", "waiting"}:
        return Status("bad", _("Không thực hiện được") if row.status == "waiting" else _("Chưa hợp lệ"))
    if is_due and row.status == "waiting":
        return Status("warn", _("Đã đến ngày"))
    return Status(STATE_TONES[row.status], row.get_status_display())


def act_words(step: org.Step) -> str:
    """What kind of step it is."""
    return str(ACTS[org.act_of(step)][0])


Names = Mapping[str, str]


def step_words(step: org.Step, names: Names) -> str:
    """One step as a sentence; `names`: code → name."""
    return _SAID[org.act_of(step)](step, names)


def _found_words(step: org.Found, names: Names) -> str:
    kind = org.UnitKind(step.kind).label
    if not step.parent:
        return _("Lập “{name}” ({kind}), không có cấp trên.").format(name=step.name, kind=kind)
    words = _("Lập “{name}” ({kind}), trực thuộc {parent}.")
    return words.format(name=step.name, kind=kind, parent=names.get(step.parent, step.parent))


def _rename_words(step: org.Rename, names: Names) -> str:
    return _("{unit} đổi tên thành “{name}”.").format(unit=names.get(step.unit, step.unit), name=step.name)


def _kind_words(step: org.ChangeKind, names: Names) -> str:
    kind = org.UnitKind(step.kind).label
    return _("{unit} trở thành: {kind}.").format(unit=names.get(step.unit, step.unit), kind=kind)


def _move_words(step: org.MoveUnits, names: Names) -> str:
    units = listed(step.units, names)
    if not step.parent:
        return _("{units} không còn cấp trên.").format(units=units)
    parent = names.get(step.parent, step.parent)
    return _("{units} chuyển về trực thuộc {parent}.").format(units=units, parent=parent)


def _merge_words(step: org.Merge, names: Names) -> str:
    into = names.get(step.into, step.into)
    return _("{units} nhập vào {into}.").format(units=listed(step.units, names), into=into)


def _dissolve_words(step: org.Dissolve, names: Names) -> str:
    unit = names.get(step.unit, step.unit)
    if not step.successor:
        return _("Giải thể {unit}; cấp trên trực tiếp kế tục.").format(unit=unit)
    successor = names.get(step.successor, step.successor)
    return _("Giải thể {unit}; {successor} kế tục.").format(unit=unit, successor=successor)


def _abolish_words(step: org.AbolishLevel, names: Names) -> str:
    words = _("Bỏ cấp “{kind}” dưới {below}; đơn vị bên dưới về cấp trên liền kề.")
    return words.format(kind=org.UnitKind(step.kind).label, below=names.get(step.below, step.below))


def _split_words(step: org.Split, names: Names) -> str:
    def name(code: str) -> str:
        return names.get(code, code)

    parts = [
        _("{into} nhận {units} đơn vị, {people} người").format(
            into=name(part.into), units=formats.number(len(part.units)), people=formats.number(len(part.people))
        )
        if part.units or part.people
        else name(part.into)
        for part in step.parts
    ]
    if step.rest == step.unit:
        parts.append(_("phần còn lại vẫn là {unit}").format(unit=name(step.unit)))
    elif step.rest:
        parts.append(_("phần còn lại về {unit}").format(unit=name(step.rest)))
    return _("Chia {unit}: {parts}.").format(unit=name(step.unit), parts="; ".join(parts))


_SAID: dict[str, Callable[[Any, Names], str]] = {
    "found": _found_words,
    "rename": _rename_words,
    "change_kind": _kind_words,
    "move": _move_words,
    "merge": _merge_words,
    "split": _split_words,
    "dissolve": _dissolve_words,
    "abolish_level": _abolish_words,
}


def listed(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The first few by name, the others by number."""
    shown = [names.get(code, code) for code in codes[:_NAMED]]
    if len(set(shown)) < len(shown):
        shown = [f"{name} ({code})" for name, code in zip(shown, codes, strict=False)]
    rest = len(codes) - len(shown)
    if rest <= 0:
        return ", ".join(shown)
    return _("{names} và {n} đơn vị khác").format(names=", ".join(shown), n=formats.number(rest))


def founded_names(steps: Iterable[org.Step]) -> dict[str, str]:
    """Code → name of the units that these steps found."""
    return {step.code: step.name for step in steps if isinstance(step, org.Found)}


def mark_of(step: org.Step) -> str:
    """What tells whether a step is still the one that somebody saw."""
    return sha256(repr(step).encode()).hexdigest()[:16]


def unsure_codes(steps: Iterable[org.Step]) -> list[str]:
    """Units that are divided while nobody said what goes where: all of it goes to one of those that receive."""
    return [
        step.unit
        for step in steps
        if isinstance(step, org.Split)
        and step.rest != step.unit
        and not any(part.units or part.people for part in step.parts)
    ]
