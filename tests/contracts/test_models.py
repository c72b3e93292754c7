"""What the import linter cannot see: keys written as strings, migrations, doors."""

import tomllib
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import translation

CONTRACTS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]
FLOORS = {
    app.strip(): number
    for number, floor in enumerate(next(one["layers"] for one in CONTRACTS if one["id"] == "floors"))
    for app in floor.split("|")
}
OURS = [config for config in apps.get_app_configs() if config.name.startswith("hocvien.")]
MODELS = [model for config in OURS for model in config.get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_keys_point_down(model):
    for field in model._meta.get_fields():
        if (
            field.is_relation
            and not field.auto_created
            and isinstance(field, models.ForeignKey | models.ManyToManyField)
        ):
            target = field.related_model._meta.app_label
            if target in FLOORS:
                own = FLOORS[model._meta.app_label]
                is_below = FLOORS[target] > own or target == model._meta.app_label
                assert is_below, f"{field} points up or aside to {target}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_constraint_refuses_can_be_said(model, language):
    """Django puts names into these words by `%`: a bare percent sign would break the page instead of the input."""
    with translation.override(language):
        for constraint in model._meta.constraints:
            assert constraint.get_violation_error_message()


@pytest.mark.django_db
def test_migrations_are_made():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_migrations_are_named():
    for config in OURS:
        for path in Path(config.path).glob("migrations/0*.py"):
            assert "_auto_" not in path.name


@pytest.mark.parametrize("app", sorted({model._meta.app_label for model in MODELS}))
def test_every_app_with_rows_has_a_door(app):
    door = import_module(f"hocvien.{app}.api")
    assert all(hasattr(door, name) for name in door.__all__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_row_has_an_implicit_order(model):
    assert not model._meta.ordering, "say the order where the rows are read"
