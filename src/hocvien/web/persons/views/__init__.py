"""People on screen: the list, one person's record, what is dated about them, and rosters."""
