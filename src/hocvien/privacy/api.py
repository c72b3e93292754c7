"""The door of privacy: what is held about people and why, who looked, and what they ask."""

from hocvien.privacy.arithmetic import due_on, masked
from hocvien.privacy.constants import CORRECTABLE
from hocvien.privacy.data import DossierSection, RegisteredFields, RegisteredModel
from hocvien.privacy.errors import (
    AnswerMissing,
    CorrectionIncomplete,
    CorrectionUnreadable,
    RequestAnswered,
    RequestNotFound,
)
from hocvien.privacy.models import DataRequest, Look, LookKind, RequestKind, RequestStatus
from hocvien.privacy.operations import answer_request, forget_looks, note_looks, record_request
from hocvien.privacy.queries import (
    answering_unit,
    count_waiting,
    dossier,
    field_label,
    get_request_for,
    list_not_personal,
    list_register,
    looks_at,
    masked_fields,
    requests_visible_to,
)

__all__ = [
    "CORRECTABLE",
    "AnswerMissing",
    "CorrectionIncomplete",
    "CorrectionUnreadable",
    "DataRequest",
    "DossierSection",
    "Look",
    "LookKind",
    "RegisteredFields",
    "RegisteredModel",
    "RequestAnswered",
    "RequestKind",
    "RequestNotFound",
    "RequestStatus",
    "answer_request",
    "answering_unit",
    "count_waiting",
    "dossier",
    "due_on",
    "field_label",
    "forget_looks",
    "get_request_for",
    "list_not_personal",
    "list_register",
    "looks_at",
    "masked",
    "masked_fields",
    "note_looks",
    "record_request",
    "requests_visible_to",
]
