"""People, what is dated about them, and what happens to their records."""

from hocvien.people.models.changes import (
    Carried,
    DistinctPair,
    Merge,
    PairQuestion,
    TransferRequest,
)
from hocvien.people.models.choices import (
    BelongingKind,
    BirthPrecision,
    Education,
    Evidence,
    LeaveKind,
    PostKind,
    RatingGrade,
    RatingKind,
    Sex,
    TheoryLevel,
    TransferStatus,
    WorkField,
)
from hocvien.people.models.facts import (
    Belonging,
    Leave,
    Management,
    Planning,
    Post,
    Qualification,
    Rating,
)
from hocvien.people.models.persons import (
    Person,
)

__all__ = [
    "Belonging",
    "BelongingKind",
    "BirthPrecision",
    "Carried",
    "DistinctPair",
    "Education",
    "Evidence",
    "Leave",
    "LeaveKind",
    "Management",
    "Merge",
    "PairQuestion",
    "Person",
    "Planning",
    "Post",
    "PostKind",
    "Qualification",
    "Rating",
    "RatingGrade",
    "RatingKind",
    "Sex",
    "TheoryLevel",
    "TransferRequest",
    "TransferStatus",
    "WorkField",
]
