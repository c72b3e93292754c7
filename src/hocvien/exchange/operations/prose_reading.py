"""The words of a report that came as a file: plain text of any encoding met, or a Word document, its paragraphs apart."""

from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from hocvien.exchange.arithmetic.encodings import TCVN3, UNICODE, VNI, decode
from hocvien.exchange.arithmetic.syllables import share_of_syllables
from hocvien.exchange.arithmetic.text_files import decode_text
from hocvien.exchange.errors import ProseUnreadable

MAX_PROSE_BYTES = 5_000_000
_ZIP = b"PK\x03\x04"


def read_prose(content: bytes, *, name: str) -> str:
    """The text, NFC or as it was; paragraphs of a document are parted by a blank line. ProseUnreadable: no text, or above MAX_PROSE_BYTES."""
    if len(content) > MAX_PROSE_BYTES:
        raise ProseUnreadable("prose_too_large", file=name, limit=MAX_PROSE_BYTES // 1_000_000)
    if content.startswith(_ZIP):
        try:
            document = Document(BytesIO(content))
        except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as problem:
            raise ProseUnreadable("prose_not_text", file=name) from problem
        return "\n\n".join(paragraph.text for paragraph in document.paragraphs)
    read = decode_text(content)
    if read is None:
        raise ProseUnreadable("prose_not_text", file=name)
    text = read[0]
    return max((decode(text, encoding) for encoding in (UNICODE, TCVN3, VNI)), key=_vietnamese)


def _vietnamese(text: str) -> float:
    """How much of it is Vietnamese: texts in old fonts' codes are only told apart by that."""
    return share_of_syllables([word for word in text[:40_000].split() if not word.isascii()])
