"""Fixed values of the chain; changing one makes every earlier entry look false."""

GENESIS = "0" * 64
HEAD_ID = 1

# The model refuses changes politely; these refuse them to whoever comes with another tool. Details may be deleted (erasing
# personal values keeps the chain), never changed.
TRIGGERS = (
    ("journal_entry_no_update", "journal_entry", "UPDATE"),
    ("journal_entry_no_delete", "journal_entry", "DELETE"),
    ("journal_detail_no_update", "journal_detail", "UPDATE"),
)
