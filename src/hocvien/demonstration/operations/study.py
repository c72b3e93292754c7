"""Study sessions of a place, entered by its office and by an officer of each unit."""

from collections.abc import Sequence

from hocvien.demonstration.data import PlaceFile, StudyEntry
from hocvien.demonstration.operations.cast import Cast
from hocvien.meetings import api as meetings
from hocvien.org import api as org

# shares of members who are away, in percent, in turn; half of them make up
_AWAY = (0, 8, 14, 5, 20, 11)
_NAMED_AWAY = 4
_FEW = 2


def enter_study(place: PlaceFile, units: dict[str, org.Unit], cast: Cast) -> None:
    """Enter every study session with its points, numbers and make-up; locked where the file says so."""
    for entry in place.study:
        office = cast.one_at("committee_office", entry.organiser)
        session = meetings.call_study_session(
            actor=office,
            organiser=units[entry.organiser],
            kind=entry.kind,
            topic=entry.topic,
            document_number=entry.document,
            issued_by=entry.issued_by,
            opens_on=entry.opens_on,
            answers_due_on=entry.due_on,
            is_generated=True,
            on=entry.opens_on,
        )
        _tell(place, entry, session, units, cast)
        if entry.is_locked:
            meetings.lock_study_session(actor=office, session=session, on=entry.due_on)


def _tell(
    place: PlaceFile, entry: StudyEntry, session: meetings.StudySession, units: dict[str, org.Unit], cast: Cast
) -> None:
    office = cast.one_at("committee_office", entry.organiser)
    made_up: list[tuple[str, meetings.Told]] = []
    for of in entry.points:
        point = meetings.add_point(
            actor=office, session=session, place=of.place, mode=of.mode, on=entry.opens_on, today=entry.opens_on
        )
        codes = _gathered(place, entry.organiser, of.kinds)
        meetings.summon_units(actor=office, point=point, units=[units[code] for code in codes], today=entry.opens_on)
        told = []
        for turn, row in enumerate(meetings.rows_of_point(point)):
            if row.code in entry.untold:
                continue
            members = row.members or 0
            # of a few members one is away now and then
            away = max(members * _AWAY[turn % len(_AWAY)] // 100, int(members > _FEW and turn % _FEW == 0))
            told.append((row.code, meetings.Told(row.unit_id, members, members - away)))
            if away:
                made_up.append((row.code, meetings.Told(row.unit_id, None, (away + 1) // 2)))
        _by_officers(cast, point, told, entry)
        _by_name(cast, point, units, entry)
    if entry.makeup is not None:
        where, on = entry.makeup
        point = meetings.add_point(
            actor=office, session=session, place=where, on=on, is_makeup=True, today=entry.opens_on
        )
        _by_officers(cast, point, made_up, entry)


def _by_officers(
    cast: Cast, point: meetings.Point, told: Sequence[tuple[str, meetings.Told]], entry: StudyEntry
) -> None:
    for code, line in told:
        # a cell's numbers are told by the officer of its committee
        unit = entry.organiser if cast.is_cell(code) else code
        meetings.record_headcounts(actor=cast.officer_of(unit), point=point, told=[line], today=entry.opens_on)


def _by_name(cast: Cast, point: meetings.Point, units: dict[str, org.Unit], entry: StudyEntry) -> None:
    """All but every fourth of the members are ticked by the officer of the committee; the number is theirs from then on."""
    for code in entry.named:
        members = meetings.members_to_name(point, units[code])
        there = [one.uuid for turn, one in enumerate(members, start=1) if turn % _NAMED_AWAY]
        officer = cast.officer_of(entry.organiser if cast.is_cell(code) else code)
        meetings.record_names(actor=officer, point=point, unit=units[code], person_uuids=there, today=entry.opens_on)


def _gathered(place: PlaceFile, organiser: str, kinds: Sequence[str]) -> list[str]:
    return [one.code for one in place.units if one.parent == organiser and one.kind in kinds]
