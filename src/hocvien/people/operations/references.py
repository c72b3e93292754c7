"""Tables whose rows point at a person: this app's own, and those that apps above tell at start.

People know nothing of classes or certificates; a merge must take them along all the same. So whoever adds a table with a key to a
person registers it here from its `apps.ready`; a contract test walks all models and names the one that was forgotten.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError
from hocvien.people.data import PersonReference
from hocvien.people.errors import BothAskTransfer
from hocvien.people.models import Merge, TransferRequest, TransferStatus


def _both_ask(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    asked = TransferRequest.objects.filter(status=TransferStatus.ASKED, person_id__in=[survivor_id, merged_id])
    return [BothAskTransfer()] if asked.count() > 1 else []


# the dated facts, which a merge folds into one another, come before what simply changes hands
OWN = (
    PersonReference("people.Belonging", "person", _("Nơi sinh hoạt, công tác")),
    PersonReference("people.Post", "person", _("Chức vụ")),
    PersonReference("people.Qualification", "person", _("Trình độ lý luận chính trị")),
    PersonReference("people.Rating", "person", _("Xếp loại hằng năm")),
    PersonReference("people.Management", "person", _("Diện quản lý")),
    PersonReference("people.Leave", "person", _("Thời gian nghỉ dài ngày")),
    PersonReference("people.Planning", "person", _("Quy hoạch")),
    PersonReference("people.Carried", "person", _("Nơi sinh hoạt trước khi sắp xếp tổ chức")),
    PersonReference("people.TransferRequest", "person", _("Đề nghị chuyển sinh hoạt"), _both_ask),
)
# pairs name two people; `merging` rewrites them
PAIRS = (
    ("people.DistinctPair", "first"),
    ("people.DistinctPair", "second"),
    ("people.PairQuestion", "asks"),
    ("people.PairQuestion", "about"),
)
_registered: dict[tuple[str, str], PersonReference] = {}


def register_person_reference(reference: PersonReference) -> None:
    """Tell of a table above; called once for each key from the app's `ready`. Telling again replaces what was told."""
    _registered[reference.model, reference.field] = reference


def person_references() -> Iterator[PersonReference]:
    """Every reference, this app's own first."""
    yield from OWN
    yield from _registered.values()


def trace_models() -> set[str]:
    """Labels of the tables whose rows are no reason to keep a record."""
    return {one.model for one in person_references() if one.is_trace}


def covered_keys() -> set[tuple[str, str]]:
    """(model label, field) of every key to a person that a merge knows of."""
    return {(one.model, one.field) for one in person_references()} | set(PAIRS)


def model_of(reference: PersonReference) -> type[Model]:
    """The table itself."""
    return apps.get_model(reference.model)


def words_of_merge(merge: Merge) -> list[tuple[Any, int]]:
    """(what, how many) of the rows a merge moved, changed or took away; no query."""
    counts: dict[str, int] = {}
    for key, ids in merge.kept["moved"].items():
        label = key.rpartition(".")[0]
        counts[label] = counts.get(label, 0) + len(ids)
    for one in (*merge.kept["changed"], *merge.kept["dropped"]):
        counts[one["model"]] = counts.get(one["model"], 0) + 1
    return [(one.words, counts[one.model]) for one in person_references() if counts.get(one.model)]
