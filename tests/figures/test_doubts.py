"""Parts above their whole among lines about to be taken over."""

import pytest

from hocvien.figures import api as figures

TOTAL = figures.NewLine(is_total=True, classes=3, participants=100)


def item(number, **more):
    return figures.NewLine(programme="NTVD", participants=number, **more)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([TOTAL, item(60), item(40)], []),
        ([TOTAL, item(60)], []),
        ([TOTAL, item(101)], [(2, "participants", 101, 100)]),
        ([TOTAL, item(60), item(41)], [(0, "participants", 101, 100)]),
        # a part of an item is held to the total, and not added to the items
        ([TOTAL, item(60), item(40), item(30, in_totals=False)], []),
        ([TOTAL, item(101, in_totals=False)], [(2, "participants", 101, 100)]),
        # beside the total
        ([TOTAL, item(500, in_totals=False, is_sent=True)], []),
        ([TOTAL, item(500, in_totals=False, is_joint=True)], []),
        ([TOTAL, item(500, in_totals=False, is_planned=True)], []),
        ([item(60), item(500)], []),
        ([figures.NewLine(is_total=True, participants=100, qualifier="over"), item(101)], []),
        ([figures.NewLine(is_total=True, participants=100, participants_to=120), item(110)], []),
        ([TOTAL, figures.NewLine(programme="DVM", classes=4)], [(2, "classes", 4, 3)]),
        # what is wrong with the classes hides nothing of the learners
        (
            [TOTAL, item(60, classes=4), item(41)],
            [(2, "classes", 4, 3), (0, "participants", 101, 100)],
        ),
    ],
)
def test_a_part_above_its_whole_is_told(lines, found):
    assert [(one.at, one.field, one.number, one.total) for one in figures.doubts_of(lines)] == found
