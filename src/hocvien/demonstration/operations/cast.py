"""Who enters what: the accounts of a place and the people acting for each unit."""

import secrets
from datetime import date

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.demonstration.data import PlaceFile, SignIn
from hocvien.org import api as org

_SYLLABLES = [
    "an",
    "ba",
    "binh",
    "cam",
    "dao",
    "duc",
    "gia",
    "hai",
    "hoa",
    "lam",
    "lan",
    "mai",
    "minh",
    "nam",
    "ngoc",
    "phu",
    "quang",
    "son",
    "tam",
    "thu",
    "tin",
    "van",
    "vinh",
    "xuan",
]


def new_password() -> str:
    """A password of the demonstration: easy to type, and different in each installation."""
    return "-".join(secrets.choice(_SYLLABLES) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"


class Cast:
    """The accounts of one place. Beside those that people sign in with, units get officers without a password as they are needed."""

    def __init__(self, place: PlaceFile, units: dict[str, org.Unit]) -> None:
        self._place = place
        self._units = units
        self._parents = {entry.code: entry.parent for entry in place.units}
        self._names = {entry.code: entry.name for entry in place.units}
        self._cells = {entry.code for entry in place.units if entry.kind == "cell"}
        self._by_grant: dict[tuple[str, str], accounts.User] = {}
        self._by_name: dict[str, accounts.User] = {}

    def enter(self, password: str) -> None:
        """Make the accounts of the place file, the plainest of every role first in line to act."""
        for entry in self._place.accounts:
            user = self._open(entry.username, entry.full_name, password)
            self._by_name[entry.username] = user
            for role, unit in entry.grants:
                self._grant(user, role, unit)

    def grant_anew(self, on: date, actor: accounts.User) -> None:
        """What accounts were given on the day of the reform, when their units ended and their roles with them."""
        for entry in self._place.accounts:
            for role, unit in entry.since_reform:
                user = self._by_name[entry.username]
                access.give_grant(actor=actor, user=user, role=role, unit=org.get_unit(unit), valid_from=on)

    def sign_ins(self, password: str, place_title: str, period: str) -> list[SignIn]:
        """The accounts of the place file as they are told to people."""
        told = []
        for entry in self._place.accounts:
            roles = ", ".join(dict.fromkeys(str(access.Role(role).label) for role, _ in entry.grants))
            codes = tuple(dict.fromkeys(role for role, _ in entry.grants))
            code = entry.first or entry.grants[0][1]
            told.append(SignIn(entry.username, password, roles, place_title, self._names[code], code, codes, period))
        return told

    def named(self, username: str) -> accounts.User:
        """The account of the place file with this name."""
        return self._by_name[username]

    def one_at(self, role: str, unit: str) -> accounts.User:
        """The account holding the role at this unit or at one above it; a new one without a password where there is none."""
        code: str | None = unit
        while code:
            user = self._by_grant.get((role, code))
            if user is not None:
                return user
            code = self._parents[code]
        user = self._open(f"{unit}.{role}".replace("_", ""), f"{access.Role(role).label}, {self._names[unit]}", None)
        self._grant(user, role, unit)
        return user

    def officer_of(self, unit: str) -> accounts.User:
        """The unit officer of exactly this unit: nobody proposes for a neighbour."""
        user = self._by_grant.get(("unit_officer", unit))
        if user is None:
            user = self._open(f"{unit}.capuy", f"{access.Role.UNIT_OFFICER.label}, {self._names[unit]}", None)
            self._grant(user, "unit_officer", unit)
        return user

    def knows(self, unit: str) -> bool:
        """Whether the unit is one of this place."""
        return unit in self._names

    def is_cell(self, unit: str) -> bool:
        return unit in self._cells

    def _open(self, username: str, full_name: str, password: str | None) -> accounts.User:
        return access.open_account(actor=None, username=username, full_name=full_name, password=password)

    def _grant(self, user: accounts.User, role: str, unit: str) -> None:
        since: date = self._place.valid_from
        access.give_grant(actor=None, user=user, role=role, unit=self._units[unit], valid_from=since)
        self._by_grant.setdefault((role, unit), user)
