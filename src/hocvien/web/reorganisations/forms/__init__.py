"""Forms of a reorganisation: what is decided, and one form for each kind of step."""

from hocvien.web.reorganisations.forms.dividing import SplitForm, SplitWhatForm
from hocvien.web.reorganisations.forms.steps import (
    AbolishForm,
    DissolveForm,
    FoundForm,
    KindForm,
    MergeForm,
    MoveForm,
    RenameForm,
)
from hocvien.web.reorganisations.forms.units import StepForm, children_of
from hocvien.web.reorganisations.forms.whole import BelowForm, HeadForm, MappingForm

__all__ = [
    "FORMS",
    "BelowForm",
    "HeadForm",
    "MappingForm",
    "SplitForm",
    "SplitWhatForm",
    "StepForm",
    "children_of",
]

FORMS: dict[str, type[StepForm]] = {
    "found": FoundForm,
    "rename": RenameForm,
    "change_kind": KindForm,
    "move": MoveForm,
    "merge": MergeForm,
    "dissolve": DissolveForm,
    "abolish_level": AbolishForm,
    "split": SplitForm,
}
