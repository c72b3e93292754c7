"""The province around a place, and its reorganisation: drafted, tried and executed as the screens do it."""

from dataclasses import replace
from datetime import timedelta

from hocvien.access import api as access
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.data import PlaceFile, ReformEntry
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org


def enter_province(place: PlaceFile, reform: ReformEntry) -> None:
    """Found the committees of the province that the place does not tell itself, as the official places stood before the reform."""
    units = org.shipped_units(reform.on - timedelta(days=1), province=reform.province, standing=_standing(place))
    org.found_units(actor=None, units=[replace(unit, source=reform.source) for unit in units])


def enter_reform(place: PlaceFile, reform: ReformEntry, cast: Cast) -> org.Reorganisation:
    """Reorganise the province, then give people the roles of their new units."""
    actor = cast.named(reform.drafted_by)
    official = org.reform_steps(reform.province, standing=_standing(place)).steps
    # our own need the new communes to stand and the districts to be there yet
    ends = next(number for number, step in enumerate(official) if isinstance(step, org.AbolishLevel))
    steps = [*official[:ends], *org.from_kept(reform.steps), *official[ends:]]
    access.require_steps(actor, steps, reform.drafted_on)
    draft = org.draft_reorganisation(
        actor=actor,
        title=reform.title,
        resolution=reform.resolution,
        decided_on=reform.decided_on,
        on=reform.on,
        steps=steps,
        now=moment(reform.drafted_on),
    )
    done = org.start_reorganisation(actor=actor, reorganisation=draft, today=reform.on, now=moment(reform.on))
    cast.grant_anew(reform.on, actor)
    for served in reform.served:
        org.record_service_area(
            actor=actor,
            centre=org.get_unit(served.centre),
            unit=org.get_unit(served.unit),
            valid_from=reform.on,
            source=served.source,
        )
    return done


def _standing(place: PlaceFile) -> dict[str, str]:
    """Place code → unit of the place."""
    return {entry.place_code: entry.code for entry in place.units if entry.place_code}
