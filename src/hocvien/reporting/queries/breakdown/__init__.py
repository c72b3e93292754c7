"""Measures by dimensions: which rows (`facts`), by what (`keys`), put together (`answer`), and who stands behind a figure (`behind`)."""
