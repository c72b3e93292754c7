"""What a decision rests on: the office's standing lines, else what is recorded of the centre and the programme; then the class itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hocvien.common.wording import official_date
from hocvien.eligibility import api as eligibility
from hocvien.official_papers import wording
from hocvien.official_papers.models import OfficialPaper
from hocvien.org import api as org

# what political centres themselves rest on (`regulations.md` §1)
_OF_CENTRES = ("qd-208-2019", "qd-360-2025")
_DOCUMENT = re.compile(r"^(QĐ|HD|KL|CV)\s+(\d+-\S+)(.*)$")
_KINDS = {"HD": "Hướng dẫn", "KL": "Kết luận", "CV": "Công văn"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """One line a ground. `is_told`: the standing ones are the office's own; else they are a default."""

    text: str
    is_told: bool


def grounds_of(paper: OfficialPaper) -> Grounds:
    """What the decision rests on by the settings of the day of issue and by its class. At most five queries.

    The order of the lines and which documents are cited is common practice, in neither layout seen: a default until the office has told its own.
    """
    row = paper.training_class
    assert row is not None
    standing = org.find_letterhead(paper.unit_id, paper.issued_on).grounds
    lines = standing.splitlines() if standing else _usual(paper)
    whose = wording.class_words(row.name)
    if row.decision_number:
        on = f", ngày {official_date(row.decision_on)}" if row.decision_on else ""
        opener = org.label_as_of(row.opened_by_id, row.decision_on or row.opens_on).name
        lines.append(f"Căn cứ Quyết định số {row.decision_number}{on} của {opener} về việc mở {whose}")
    lines.append(
        f"Xét kết quả học tập của {whose}, học từ ngày {official_date(row.opens_on)} đến ngày {official_date(row.closes_on)}"
    )
    return Grounds("\n".join(f"{line.rstrip(';,. ')};" for line in lines), bool(standing))


def _usual(paper: OfficialPaper) -> list[str]:
    """The regulation of centres that day, where a centre issues the paper, and the documents the programme's content follows."""
    row = paper.training_class
    assert row is not None
    on = paper.issued_on
    found = []
    if org.label_as_of(paper.unit_id, on).kind == org.UnitKind.POLITICAL_CENTRE:
        found = [
            f"{_named(one.number)}, ngày {official_date(one.issued_on)}"
            for one in eligibility.list_regulations()
            if one.code in _OF_CENTRES
            and one.issued_on is not None
            and (one.valid_from or one.issued_on) <= on < one.valid_to
        ]
    cited = row.curriculum.citation if row.curriculum is not None else ""
    told = [part.strip() for part in (cited or row.programme.citation).split(";")]
    found += [_named(part) for part in told if _DOCUMENT.match(part)]
    return [f"Căn cứ {words}" for words in _once(found)]


def _named(words: str) -> str:
    """A document by its kind in full: QĐ of the Central Committee is a regulation, of others a decision."""
    told = _DOCUMENT.match(words)
    if told is None:
        return words
    short, number, rest = told.groups()
    kind = _KINDS.get(short) or ("Quy định" if number.endswith("-QĐ/TW") else "Quyết định")
    return f"{kind} số {number}{rest.replace(' ngày ', ', ngày ', 1)}"


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
