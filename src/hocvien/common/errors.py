"""Refusals a person will read: a stable code, a sentence (what, where, why, what to do) and its data."""

from hocvien.common.wording import say


class DomainError(Exception):
    """An expected refusal. `message` is a Vietnamese sentence, possibly lazy, with {named} places filled from `data`."""

    def __init__(self, code: str, message: object, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.data = data

    def __str__(self) -> str:
        return say(self.message, **self.data)


class NotVisible(DomainError):
    """The thing does not exist for this person: answered as 404, so that nothing is revealed."""


class Forbidden(DomainError):
    """The person sees the thing but may not do this to it: answered as 403."""
