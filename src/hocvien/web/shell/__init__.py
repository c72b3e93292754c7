"""The frame every screen stands in: scope bar, navigation, search, error pages. Knows no area."""
