"""Writes of eligibility."""

from hocvien.eligibility.operations.drafts import (
    LARGEST_FILE,
    discard_draft,
    publish_draft,
    save_draft,
    save_drafts_of_file,
)
from hocvien.eligibility.operations.granted import (
    record_attestation,
    record_exception,
    remove_attestation,
    remove_exception,
    require_decided,
)
from hocvien.eligibility.operations.regulations import is_shipped, remove_regulation, save_regulation
from hocvien.eligibility.operations.rules import add_rule_set_version, load_seed
from hocvien.eligibility.operations.trying import stop_trial, try_draft

__all__ = [
    "LARGEST_FILE",
    "add_rule_set_version",
    "discard_draft",
    "is_shipped",
    "load_seed",
    "publish_draft",
    "record_attestation",
    "record_exception",
    "remove_attestation",
    "remove_exception",
    "remove_regulation",
    "require_decided",
    "save_draft",
    "save_drafts_of_file",
    "save_regulation",
    "stop_trial",
    "try_draft",
]
