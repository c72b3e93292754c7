"""Numbers that papers already handed over depend on: add a version, never change one."""

PAYLOAD_VERSION = 1
PAYLOAD_MARK = "HV1:"
"""What every text of version 1 starts with; the signature covers it too."""

SIGNATURE_LENGTH = 64
CHECKSUM_LENGTH = 4
KEY_ID_LENGTH = 6

PAYLOAD_LETTERS_THAT_FIT = 395
"""Letters of a QR symbol of version 10, level L, in alphanumeric mode."""

CHECK_CODE_LETTERS = 12

LOG_VERSION = 1

# What the digest of a log entry of version 1 covers, in this order. A column added here needs a new LOG_VERSION.
PRINTED = (
    "number_text",
    "kind",
    "form_code",
    "title",
    "programme_title",
    "full_name",
    "birth_text",
    "birth_on",
    "sex",
    "place_text",
    "class_name",
    "class_code",
    "band_code",
    "band_name",
    "issued_on",
    "first_issued_on",
    "valid_until",
    "signer_name",
    "signer_title",
    "authority_name",
    "payload",
)

# What a re-issue may set right; the number, the dates and the programme are not among it.
CORRECTABLE = ("full_name", "birth_text", "birth_on", "sex", "place_text", "class_name", "band_code", "band_name")

KEY_FILE_FORMAT = "hocvien-public-keys"
KEY_FILE_VERSION = 1

# (name, table, event): read by the migration that makes them and by tests that must empty the tables
TRIGGERS = (
    ("records_logentry_no_update", "records_logentry", "UPDATE"),
    ("records_logentry_no_delete", "records_logentry", "DELETE"),
    ("records_treenode_no_update", "records_treenode", "UPDATE"),
    ("records_treenode_no_delete", "records_treenode", "DELETE"),
)
