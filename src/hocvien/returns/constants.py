"""What is fixed about forms and returns. Thresholds that no document gives are defaults, said so on screen and editable at each return."""

from typing import Final

# [default] a figure that moved by more than this against the last period is explained
DEVIATION_PERCENT: Final = 30
# [default] a smaller move says nothing, whatever its share
DEVIATION_LEAST: Final = 10
# larger than any count of a nation, small enough to catch a telephone number typed in the wrong cell
MOST: Final = 1_000_000_000
MOST_ROWS: Final = 120
MOST_COLUMNS: Final = 40
MOST_WORDS: Final = 300
# units of one return
MOST_UNITS: Final = 5_000

# what a row or a column is made of
COUNTED: Final = "counted"
FORMULA: Final = "formula"
ENTERED: Final = "entered"
HEADING: Final = "heading"
ROW_KINDS: Final = (COUNTED, FORMULA, ENTERED, HEADING)
COLUMN_KINDS: Final = (COUNTED, FORMULA, ENTERED)
# how a column is written
NUMBER: Final = "number"
PERCENT: Final = "percent"

# kinds of measures, as `reporting` tells them
ADDITIVE: Final = "additive"
