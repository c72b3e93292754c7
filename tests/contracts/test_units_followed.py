"""Every table with a key to a unit says what becomes of its rows when the unit ends."""

from django.apps import apps
from django.db.models import ForeignKey

from hocvien.org import api as org

# the tree itself, which reorganisations write
TREE = {"UnitName", "UnitKindPeriod", "Placement", "Closure", "Succession", "ReorganisationUnit"}


def test_every_key_to_a_unit_is_followed():
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label != "org" or model.__name__ not in TREE
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is org.Unit
    }
    told = [name for one in org.followers() for name in one.fields]
    assert keys == set(told), "tell `org.register_follower` in the app's `ready`"
    assert len(told) == len(set(told))
