"""Every field with a personal value is registered with purpose, legal basis, retention and sensitivity; a new one fails here."""

import pytest
from django.apps import apps
from django.utils import translation

from hocvien.privacy import api as privacy
from hocvien.reporting.queries.parquet.kept import KEPT

MODELS = {
    model._meta.label_lower: model
    for config in apps.get_app_configs()
    if config.name.startswith("hocvien.")
    for model in config.get_models()
}
REGISTERED = {one.label: one for one in privacy.list_register()}
EVERYWHERE, PLAIN_MODELS, PLAIN_FIELDS = privacy.list_not_personal()


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_is_registered_or_said_not_to_be_personal(label):
    fields = {field.name for field in MODELS[label]._meta.concrete_fields} - EVERYWHERE
    if label in PLAIN_MODELS:
        assert label not in REGISTERED
        return
    registered = set(REGISTERED[label].fields) if label in REGISTERED else set()
    plain = PLAIN_FIELDS.get(label, set())
    missing = fields - registered - plain
    assert not missing, (
        f"{label}: {sorted(missing)} stand in src/hocvien/privacy/data_files/register.yaml neither as personal nor as not"
    )
    assert not registered & plain


def test_nothing_is_registered_that_does_not_exist():
    assert REGISTERED.keys() | PLAIN_MODELS | PLAIN_FIELDS.keys() <= MODELS.keys()
    for label, one in REGISTERED.items():
        names = {field.name for field in MODELS[label]._meta.concrete_fields}
        assert set(one.fields) <= names, label
        assert len(one.fields) == len(set(one.fields)), label
    for label, fields in PLAIN_FIELDS.items():
        assert fields <= {field.name for field in MODELS[label]._meta.concrete_fields}, label


@pytest.mark.parametrize("label", sorted(REGISTERED))
def test_every_entry_says_all_it_must_in_both_languages(label):
    one = REGISTERED[label]
    assert set(one.title) == {"vi", "en"}
    assert one.path or set(one.about) == {"vi", "en"}
    for group in one.groups:
        assert set(group.purpose) == set(group.keep) == {"vi", "en"}
        assert group.citation
        assert group.sensitivity in {"basic", "sensitive", "masked"}


@pytest.mark.parametrize("label", sorted(label for label, one in REGISTERED.items() if one.path))
def test_the_way_to_the_person_is_a_way(label, db):
    list(MODELS[label]._default_manager.filter(**{REGISTERED[label].path: 1}))


@pytest.mark.parametrize("label", sorted(REGISTERED))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_has_a_name_people_read(label, language):
    with translation.override(language):
        for name in REGISTERED[label].fields:
            said = str(privacy.field_label(label, name))
            assert said
            assert language == "en" or said != name.replace("_", " "), f"{label}.{name}: name it in labels.yaml"


def test_the_copy_for_large_figures_holds_the_personal_fields_that_are_registered_and_no_other(db):
    (copy,) = privacy.list_copies()
    written = {}
    for label, columns in KEPT.items():
        registered = REGISTERED.get(label.lower())
        fields = [field.name for field in MODELS[label.lower()]._meta.concrete_fields if field.column in columns]
        if registered and (personal := set(fields) & set(registered.fields)):
            written[label.lower()] = personal
    assert {label: set(fields) for label, fields in copy.fields.items()} == written
    masked = {
        name
        for one in REGISTERED.values()
        for group in one.groups
        if group.sensitivity == "masked"
        for name in group.fields
    }
    assert not masked & set().union(*written.values())
    assert set(copy.place) == set(copy.until) == set(copy.without) == {"vi", "en"}
