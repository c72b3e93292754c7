"""What is fixed about study sessions."""

from typing import Final

# one unit at one point: larger than any hall, small enough to catch a telephone number typed in the wrong cell
MOST_PEOPLE: Final = 100_000
# rows of one point that are entered on one page
MOST_ROWS: Final = 1_000

# Names are ticked on one page; a unit with more members tells a number.
MOST_NAMED: Final = 300
