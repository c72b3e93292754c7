"""Official places (provinces, districts, communes) of a day."""

from datetime import date

from django.db.models import Case, Q, QuerySet, When

from hocvien.common.text import fold
from hocvien.org.arithmetic.places import full_name
from hocvien.org.data import PlaceLabel
from hocvien.org.models import Place


def list_places(on: date, *, level: str = "", parent: str = "") -> list[PlaceLabel]:
    """Places of that day by code; of one level, or right below one place. One query."""
    rows = _places_on(on)
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent__code=parent)
    return [_place_label(place) for place in rows.order_by("level", "code")]


def find_place(code: str, on: date) -> PlaceLabel | None:
    """The place that has this code on that day; codes of different levels differ in length. One query."""
    place = _places_on(on).filter(code=code).first()
    return None if place is None else _place_label(place)


def search_places(text: str, *, on: date, limit: int = 20) -> list[PlaceLabel]:
    """Places of that day whose code starts with the text or whose name holds it, marks ignored; higher levels first. One query."""
    needle = fold(text)
    rows = _places_on(on).filter(Q(name_folded__contains=needle) | Q(code__startswith=text.strip()))
    by_length = {"province": 0, "district": 1, "commune": 2}
    order = Case(*(When(level=level, then=place) for level, place in by_length.items()), default=3)
    return [_place_label(place) for place in rows.order_by(order, "name_folded", "code")[:limit]]


def _places_on(on: date) -> QuerySet[Place]:
    return Place.objects.filter(valid_from__lte=on, valid_to__gt=on).select_related("parent__parent")


def _place_label(place: Place) -> PlaceLabel:
    names = []
    one: Place | None = place
    while one is not None:
        names.append(full_name(one.kind, one.name))
        one = one.parent
    return PlaceLabel(place.level, place.code, place.kind, names[0], ", ".join(names), place.valid_from, place.valid_to)
