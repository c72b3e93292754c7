"""Which programmes a line may be of: those published figures speak of, and every other of the catalogue."""

from hocvien.catalogue import api as catalogue
from hocvien.figures.models import PROGRAMME_CODES


def programme_names() -> dict[str, str]:
    """Code → name in the reader's language: those of published figures first, then the rest of the catalogue. One query."""
    own = {code: str(name) for code, name in PROGRAMME_CODES.items()}
    return own | {one.code: one.name for one in catalogue.list_programmes() if one.code not in own}
