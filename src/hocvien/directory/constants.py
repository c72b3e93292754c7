"""Sizes, chosen by measuring (bench/people.py)."""

# people are filed by the upper part of their id; one stored set of a chunk is at most 8 KB
CHUNK_BITS = 16
# a unit with fewer people is answered from its belongings, which costs less than keeping a set for it
KEPT_UNIT_PEOPLE = 1_000
# every order is cut into so many blocks of equal size
BLOCKS = 64
# people changed since the sets were made are looked at one by one; beyond this the ordinary query is as fast
MOST_STALE = 5_000
# so many changes are worth making the sets anew for these people
FOLD_AT = 500
# below this the ordinary query is fast enough and no sets are kept
WORTH_KEEPING = 20_000
# decoded sets remembered by one process: about 125 KB each for a million people
REMEMBERED = 300

# first digits of identity numbers and party cards that have a set; a longer beginning is found by an index
NUMBER_DIGITS = 4

MEMBERSHIPS = ("official", "probationary", "none")
# sort → field of a person; its values are walked in order by an index
ORDERED = {"name": "name_key", "birth": "birth_on", "admitted": "admitted_on", "official": "official_on"}
NULLABLE = frozenset({"birth", "admitted", "official"})
# sort → its values in order; within one value people follow their id
LISTED = {"sex": ("", "female", "male")}
SORTS = (*ORDERED, *LISTED)
