"""Who of the people of a roster is recorded already, and what of the record a row would change. Writes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.exchange.constants import DAY_FIELDS, HEADERS, PLAIN_FIELDS
from hocvien.exchange.data import FieldChange
from hocvien.exchange.operations.roster_draft import RosterDraft
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people


def match_people(drafts: list[RosterDraft], actor: User | None, on: date) -> None:
    """Who of them is recorded already: by identity number, else by name and birth. A fixed number of queries."""
    by_number = people.find_by_identity(d.values.get("identity_number", "") for d in drafts)
    keys = [_key(draft) for draft in drafts]
    by_name = people.find_by_name_and_birth(key for key in keys if key is not None)
    by_record = _people_by_uuid({d.record for d in drafts if d.record is not None})
    found = {p.pk for p in by_number.values()} | {p.pk for rows in by_name.values() for p in rows}
    found |= {p.pk for p in by_record.values()}
    known = _Known(found, actor, on)
    changed = last_entries(by_record)
    for draft, key in zip(drafts, keys, strict=True):
        if draft.action == "problem":
            continue
        owner = by_number.get(draft.values.get("identity_number", ""))
        exported = by_record.get(draft.record) if draft.record is not None else None
        if exported is not None and exported.pk in known.editable and owner in {None, exported}:
            _match_by_record(draft, exported, known, changed)
        elif owner is not None:
            _match_by_number(draft, owner, known)
        else:
            _match_by_name(draft, by_name.get(key, []) if key is not None else [], known)


def _people_by_uuid(uuids: set[UUID]) -> dict[UUID, people.Person]:
    if not uuids:
        return {}
    return {person.uuid: person for person in people.people_by_ids(people.person_ids_by_uuid(uuids).values()).values()}


def last_entries(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """Uuid of a record → the journal's last entry about it. A query for each 5,000; none for nobody."""
    found: dict[UUID, int] = {}
    for part in batched(sorted(set(uuids))):
        rows = journal.list_entries().filter(subject_uuid__in=part).order_by()
        found |= dict(rows.values_list("subject_uuid").annotate(last=Max("seq")))
    return found


def _match_by_record(draft: RosterDraft, person: people.Person, known: "_Known", changed: Mapping[UUID, int]) -> None:
    """A row of an exported roster: changes field by field, unless the record was changed meanwhile; then somebody decides."""
    _compare(draft, person, known)
    if draft.action == "update" and changed.get(person.uuid, 0) > draft.stamp and draft.decision != str(person.uuid):
        entry = journal.list_entries().filter(seq=changed[person.uuid]).first()
        draft.action = "duplicate"
        draft.reason = ("changed_meanwhile", {"at": timezone.localtime(entry.at) if entry else ""})


class _Known:
    """What is recorded of the people who may be the same, read at once."""

    def __init__(self, ids: set[int], actor: User | None, on: date) -> None:
        self.on = on
        self.editable: set[int] = set()
        for part in batched(sorted(ids)):
            self.editable |= set(
                access.people_visible_to(actor, on, access.Permission.PERSON_EDIT)
                .filter(pk__in=part)
                .values_list("pk", flat=True)
            )
        self.units = people.main_unit_ids(ids, on)
        self.labels = org.labels_as_of(self.units.values(), on)
        self.posts = people.posts_as_of(ids, on)
        self.levels = people.theory_levels(ids)

    def unit_name(self, person_id: int) -> str:
        unit_id = self.units.get(person_id)
        return self.labels[unit_id].name if unit_id is not None else ""


def _key(draft: RosterDraft) -> tuple[str, date] | None:
    birth = people.read_birth(draft.values.get("birth", ""))
    name = fold(draft.values.get("full_name", ""))
    return (name, birth[0]) if name and birth and birth[0] else None


def _match_by_number(draft: RosterDraft, owner: people.Person, known: _Known) -> None:
    if owner.pk not in known.editable:
        draft.add("identity_number", "identity_elsewhere")
    elif owner.name_folded != fold(draft.values["full_name"]):
        draft.add("identity_number", "identity_other_name", name=owner.full_name)
    else:
        _compare(draft, owner, known)


def _match_by_name(draft: RosterDraft, namesakes: list[people.Person], known: _Known) -> None:
    number = draft.values.get("identity_number", "")
    same = [p for p in namesakes if p.birth == draft.values.get("birth") and not (number and p.identity_number)]
    if not same:
        if namesakes:
            draft.add("full_name", "same_name_and_birth", holds=False)
        return
    if draft.decision == "another":
        return
    if chosen := [p for p in same if str(p.uuid) == draft.decision and p.pk in known.editable]:
        _compare(draft, chosen[0], known)
        return
    here = [p for p in same if known.units.get(p.pk) == draft.unit_id and p.pk in known.editable]
    if len(here) == 1 and len(same) == 1:
        _compare(draft, here[0], known)
        return
    draft.action = "duplicate"
    visible = [p for p in same if p.pk in known.editable]
    if len(same) > 1:
        draft.reason = ("several_with_name_and_birth", {"count": len(same)})
    elif visible:
        draft.person = visible[0]
        draft.reason = ("same_name_and_birth_elsewhere", {"unit": known.unit_name(visible[0].pk)})
    else:
        draft.reason = ("same_name_and_birth_out_of_sight", {})


def _compare(draft: RosterDraft, person: people.Person, known: _Known) -> None:
    """Field by field: what the row says and the record does not."""
    draft.person = person
    for name in PLAIN_FIELDS:
        value = draft.values.get(name, "")
        held = getattr(person, name)
        before = held.isoformat() if isinstance(held, date) else held
        if value and value != before:
            draft.changes.append(FieldChange(name, HEADERS[name][0], _in_words(name, before), _in_words(name, value)))
    if draft.unit_id is not None and known.units.get(person.pk) != draft.unit_id:
        draft.is_transfer = True
        draft.changes.append(
            FieldChange("unit_name", HEADERS["unit_name"][0], known.unit_name(person.pk), draft.values["unit_name"])
        )
    post = draft.values.get("post", "")
    titles = {fold(held.title) for held in known.posts.get(person.pk, []) if held.unit_id == draft.unit_id}
    if post and fold(post) not in titles:
        draft.changes.append(FieldChange("post", HEADERS["post"][0], "", post))
    level = draft.values.get("theory_level", "")
    order = list(people.TheoryLevel)
    recorded = known.levels.get(person.pk, "none")
    if level and order.index(people.TheoryLevel(level)) > order.index(people.TheoryLevel(recorded)):
        draft.changes.append(
            FieldChange(
                "theory_level",
                HEADERS["theory_level"][0],
                _in_words("theory_level", recorded),
                _in_words("theory_level", level),
            )
        )
    draft.action = "update" if draft.changes else "unchanged"


def _in_words(name: str, value: str) -> str:
    choices: Any = {"sex": people.Sex, "education": people.Education, "theory_level": people.TheoryLevel}.get(name)
    if choices is not None and value:
        return str(choices(value).label)
    if name in {"birth", *DAY_FIELDS}:
        return "/".join(reversed(value.split("-")))
    return value
