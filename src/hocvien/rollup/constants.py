"""What is kept, and how much is kept up at once."""

# units at or below which fewer participations were opened, and fewer sent from, are counted from facts: fast enough, and most units there are
LARGE = 2_000
# a unit that has grown past this many times the least is a reason to build anew
GROWN = 1.5
# what is brought up at once: with more notes, classes or people than these everything is counted again
MOST_NOTES, MOST_CLASSES, MOST_PEOPLE = 20_000, 4_000, 40_000
# people, classes or notices in one row of the ledger
BLOCK = 64

TOTAL, PROGRAMME, BELOW, BESIDE, SENT, GENERATED, JOINT, CARRIED, OUTSIDE = range(9)
"""Kinds of groups: all of the unit; a programme (its id); a sending branch that stands below, or elsewhere (the branch's id); sent to
classes of others (programme, opener); how many of its classes are of generated data; joint with others (programme, partner) in each month in which such a class
has a day; those of these months in which it did not open; sent by a notice (programme, and the issuer's name)."""

PERSON, CLASS, NOTICE = range(3)
"""Of whom an entry of the ledger tells."""
