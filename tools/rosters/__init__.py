"""Sample rosters as offices really make them, the truth beside each, and the score of what was read right.

`python -m tools.rosters.score` makes them, reads them and writes `docs/rosters.md`. All people are generated; nobody in them exists.
Nothing here looks at how the reader works: the files are what an office would send, the truth is what a careful clerk would enter.
"""
