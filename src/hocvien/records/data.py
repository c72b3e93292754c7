"""What crosses the door of the register: plain frozen values, without a database behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What the QR of a paper says, in the order it is signed. Empty text where a paper has no such thing."""

    number_text: str
    full_name: str
    birth_text: str
    programme_code: str
    programme_title: str
    band_code: str
    issued_on: date
    valid_until: date | None
    authority_code: str
    authority_name: str
    form_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPaper:
    """A well-formed payload whose signature has not been looked at yet."""

    facts: PaperFacts
    key_id: str
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """One authority's key as it is handed to those who verify: no secret in it."""

    key_id: str
    public_key: bytes
    authority_code: str
    authority_name: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer to "is this paper true": a code, a sentence, and what the paper says where that could be read.

    `genuine` is True only for the codes that mean "this is what the authority issued" (`matches`, `expired`).
    `facts` is None whenever nothing trustworthy could be read.
    """

    code: str
    sentence: str
    genuine: bool
    facts: PaperFacts | None = None
    key_id: str = ""
    authority_name: str = ""
    with_register: bool = False
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFact:
    """What one entry of the log says: no person's name, only a digest of what was printed."""

    kind: str
    index: int
    at: datetime
    on: date
    authority_code: str
    number_text: str
    certificate_uuid: UUID | None = None
    digest: bytes | None = None
    replaces_uuid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """What a whole list of papers has in common: the programme's form as it stands on the day of issue."""

    programme_id: int
    programme_code: str
    kind: str
    form_code: str
    title: str
    programme_title: str
    signer_name: str
    signer_title: str
    authority_name: str
    qr_place: str = "back"
    valid_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueItem:
    """One person of a list to be issued, in the order of the list.

    `key` is the caller's own identity of the reason (a participation's uuid): it has one standing paper at a time.
    """

    key: UUID
    person_id: int
    full_name: str
    birth_text: str
    birth_on: date | None = None
    sex: str = ""
    place_text: str = ""
    class_name: str = ""
    class_code: str = ""
    band_code: str = ""
    band_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankNumber:
    """A printed number given to one paper, or passed over because that blank was spoiled."""

    blank_number: str
    certificate_uuid: UUID | None
    spoiled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterGap:
    """A fault of a register: numbers missing, or a counter that does not follow the last number."""

    authority_code: str
    register_code: str
    year: int
    issued: int
    last_number: int
    next_number: int
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """Size and root of the log; printed in the paper logbook it fixes everything entered before."""

    size: int
    root: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """Shows that one entry is in the log of that size, with nothing but hashing (RFC 9162, 2.1.3)."""

    index: int
    size: int
    leaf_hash: str
    path: tuple[str, ...]
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """Shows that the log of `size` only added to the log of `old_size` (RFC 9162, 2.1.4)."""

    old_size: int
    size: int
    path: tuple[str, ...]
    old_root: str
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """The log computed again from its entries and held against its head and against the certificates."""

    sound: bool
    size: int
    root: str
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NewTraining:
    """A training elsewhere as its papers say; either a programme of ours or a title of its own."""

    programme_id: int | None = None
    title: str = ""
    organiser: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    evidence: str = "none"
    paper_number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
