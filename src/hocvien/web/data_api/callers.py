"""Who asks: a token in the Authorization header, and how often it may."""

import time
from collections import deque
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common import clock
from hocvien.org import api as org
from hocvien.web.ui.dates import read_day

# questions a minute of one token, in each process of the server [default]
MOST_A_MINUTE = 120
_MINUTE = 60.0

_asked: dict[int, deque[float]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Caller:
    """The account a program asks as, narrowed to its token; `today`: the day permissions go by."""

    user: User
    token: access.Token
    today: date

    def unit(self, code: str, permission: str = access.Permission.REPORT_VIEW) -> org.Unit:
        """The unit of this code, or the token's own; OutOfSight (a 404) where the token does not reach. At most three queries."""
        return access.get_unit_for(self.user, code or self.token.unit.code, permission, on=self.today)

    def day(self, text: str) -> date:
        """The day looked at; today where none is asked for. DomainError for what is no day."""
        return read_day(text) if text.strip() else self.today


class CallerRequest(HttpRequest):
    """What an operation gets: whoever asks has shown a token."""

    auth: Caller


class ByToken(HttpBearer):
    """Authorization: Bearer hv_…; a session opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Three queries, and on the first use of a day one more."""
        today = clock.today()
        found = access.use_token(secret=token.strip(), on=today)
        if found is None:
            return None
        _count(found.pk)
        user = access.ask_by(found)
        access.remember_grants(user, today, access.list_grants(user, today))
        request.user = user
        return Caller(user, found, today)


def _count(token_id: int) -> None:
    """Raise Throttled above the limit. In memory of the process: what is kept from being overrun is this process, and no row is written."""
    now = time.monotonic()
    with _lock:
        asked = _asked.setdefault(token_id, deque())
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        if len(asked) >= MOST_A_MINUTE:
            raise Throttled(wait=int(asked[0] + _MINUTE - now) + 1)
        asked.append(now)
