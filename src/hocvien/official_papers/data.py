"""What crosses the door: a paper as it is shown and filed, what its text gets wrong, what a measure came to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hocvien.official_papers.constants import ORDER, ORDER_JOINED


@dataclass(frozen=True, slots=True)
class PaperHeadings:
    """Everything around the text, as the layout writes it. `margins`: top, bottom, left, right in mm."""

    is_party: bool
    superior: str
    body: str
    number: str
    place_and_day: str
    title: str
    subject: str
    stead: str
    post: str
    signer: str
    recipients: tuple[str, ...]
    margins: tuple[int, int, int, int]
    is_layout_told: bool = True
    are_margins_told: bool = False

    @property
    def is_post_bold(self) -> bool:
        """Below the words of whose stead is signed the Party writes the post light."""
        return not self.stead or not self.is_party


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a paper, every cell as it is written. `widths` in mm; `right`: columns of figures; `bold_rows`: totals.

    `over`: words above the heads of figures with how many of them each stands over. Without heads it is one sentence, its title.
    """

    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    bold_rows: tuple[int, ...] = ()
    over: tuple[tuple[str, int], ...] = ()

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "Grid":
        return cls(
            kept["title"],
            tuple(kept["heads"]),
            tuple(kept["widths"]),
            tuple(tuple(row) for row in kept["rows"]),
            tuple(kept["right"]),
            tuple(kept["bold_rows"]),
            tuple((words, wide) for words, wide in kept.get("over", ())),
        )

    @property
    def is_sentence(self) -> bool:
        return not self.heads

    @property
    def named(self) -> tuple[str, ...]:
        """The columns of figures by all the words that head them."""
        above = [words for words, wide in self.over for _column in range(wide)]
        return tuple(f"{above[at]}: {head}" if above else head for at, head in enumerate(self.heads[2:]))

    @property
    def lines(self) -> list[tuple[bool, list[tuple[bool, str]]]]:
        """Rows for a screen: whether a total, then each cell with whether it is a figure."""
        return [
            (at in self.bold_rows, [(column in self.right, cell) for column, cell in enumerate(row)])
            for at, row in enumerate(self.rows)
        ]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its paragraphs and tables. `kind`: of the section it comes from, "" for none."""

    kind: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()

    @property
    def lines(self) -> list[tuple[bool, str]]:
        """Its paragraphs, each with whether it is the line by which a decision decides, which stands alone in the middle."""
        return [(words == ORDER or words.endswith(f" {ORDER_JOINED}"), words) for words in self.paragraphs]


@dataclass(frozen=True, slots=True)
class PaperContents:
    """One paper: screen, DOCX and PDF are written from this. `annexes`: what stands below the signature, each on a page of its own.

    `authority`, `grounds`: who decides and what a decision rests on, above its text; the Party names who decides in the line of the order.
    """

    headings: PaperHeadings
    parts: tuple[Part, ...]
    is_draft: bool
    is_generated: bool
    file_name: str
    annexes: tuple[Part, ...] = ()
    authority: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure of a written text beside what the program computes. `right`: how it should be written, "" where that is not known.

    `kind`: differs (another number), absent (the program has no such figure), unknown (a number that cannot be compared).
    `field`, `programme`: what the figure counts, and of which programme. `can_be_put`: the right number fits in the place of the wrong one.
    """

    section: str
    kind: str
    start: int
    end: int
    text: str
    right: str = ""
    field: str = ""
    programme: str = ""
    can_be_put: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether a paper with it is numbered only for a reason."""
        return self.kind != "unknown"


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A measure with what became of it; `state` "" where no review has told."""

    uuid: UUID
    text: str
    responsible: str
    due_on: date | None
    decided_in: str
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadChange:
    """What an office writes around the text of a draft."""

    subject: str
    issued_on: date
    layout: str = ""
    symbol: str = ""
    place: str = ""
    stead: str = ""
    signer_post: str = ""
    signer_name: str = ""
    recipients: str = ""


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section on the screen of a draft: what stands there, whether somebody wrote it, what its figures get wrong.

    `is_usual`: what stands there is a default that neither the office nor the paper has told otherwise.
    """

    kind: str
    label: str
    text: str
    is_written: bool
    is_carried: bool
    findings: Sequence[Finding] = ()
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a numbered paper that the program tells otherwise today. `row`, `column`: in words; "" for what is not there.

    `causes`: why, with how many facts each; empty where nothing is known of it.
    """

    row: str
    column: str
    was: str
    today: str
    causes: tuple[tuple[str, int], ...] = ()

    @property
    def where(self) -> str:
        return ", ".join(word for word in (self.row, self.column) if word)


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table of a numbered paper with the cells that are told otherwise today."""

    title: str
    cells: tuple[CellChange, ...]
    # whether what it was counted from was kept, so that causes can be told
    is_explained: bool = False
