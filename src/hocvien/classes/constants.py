"""Where a permission must be held to act on a class, and a few bounds of practice."""

ROLES_OF_UNITS = ("opened_by", "hosted_by", "taught_by", "paid_by", "certified_by", "joint_with")
"""The units that stand on a class."""

# Any one of these units of the class is enough. The opener may be an outside school: the host then runs the class for it.
PLACES_OF: dict[str, tuple[str, ...]] = {
    "class.view": ROLES_OF_UNITS,
    "person.view": ("opened_by", "hosted_by", "taught_by", "certified_by"),
    "class.open": ("opened_by",),
    "class.edit": ("opened_by", "hosted_by"),
    "list.admit": ("opened_by", "hosted_by"),
    "session.edit": ("opened_by", "hosted_by", "taught_by"),
    "roll.record": ("opened_by", "hosted_by", "taught_by"),
    "result.edit": ("opened_by", "hosted_by", "taught_by"),
    "result.decide": ("certified_by", "opened_by"),
    "certificate.issue": ("certified_by",),
}

HEADS_MAY = frozenset({"class.view", "person.view", "session.edit", "roll.record", "result.edit"})
"""What the head of a class may do there whatever else is granted."""

GROUP_SIZE = 13
SMALLEST_GROUP, LARGEST_GROUP = 10, 15
"""Tổ of 10 to 15 learners, by which roll, discussion and sign-in sheets go."""

DAYS_AHEAD = 7
"""How far ahead the work list looks for lists that close and classes that open."""
