"""What many tests begin with: built once, kept under them, and given to each as a copy.

    @kept(today=scenarios.TODAY)
    def world():
        return scenarios.found_place()

    @kept()
    def taught(world):
        return scenarios.finished_class(world)

are fixtures. What they write stands in a transaction that stays open from test to test, one in the other, as long as the tests that
follow begin with the same; a test's own changes are rolled back over it. What they give (`world` with its units and accounts) is
copied for every test, all of it together, so that nothing a test does to it reaches the next. A kept fixture may ask for other kept
ones and for nothing else. Tests that really commit have theirs built anew each time.
"""

import inspect
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

_ASKED_OF_PYTEST = ("db", "settings")


def kept(*, today: date | str = ""):
    """A fixture of this name that is built once and kept; `today` is the program's day while it is built and in the test."""

    def declare(build):
        parameters = tuple(inspect.signature(build).parameters)
        step = _Step(build.__name__, build, parameters, {"HOCVIEN_TODAY": str(today)} if today else {})

        def given(settings, **asked):
            for name, value in step.settings.items():
                setattr(settings, name, value)
            cache.clear()
            asked.pop("db")
            return ground.copies[step.name] if step in ground.steps else build(**asked)

        names = (*_ASKED_OF_PYTEST, *parameters)
        given.__signature__ = inspect.Signature(
            [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
        )
        given.__doc__, given.kept_step = build.__doc__, step
        return pytest.fixture(given, name=step.name)

    return declare


@dataclass(frozen=True, eq=False)
class _Step:
    name: str
    build: Callable[..., Any]
    parameters: tuple[str, ...]
    settings: dict[str, str]


@dataclass(frozen=True)
class _Layer:
    step: _Step
    made: dict[str, Any]
    atomic: transaction.Atomic
    on: Any


class _Ground:
    """The layers that stand now, and the copies of what they made that the running test was given."""

    def __init__(self) -> None:
        self.layers: list[_Layer] = []
        self.copies: dict[str, Any] = {}
        self._blocker: Any = None
        self._settings: dict[str, Any] = {}

    @property
    def steps(self) -> list[_Step]:
        return [layer.step for layer in self.layers]

    def open(self, blocker, **settings) -> None:
        """The database is there; `settings` hold while something is built, as they do in every test."""
        self._blocker, self._settings = blocker, settings

    def close(self) -> None:
        """The database goes."""
        self._leave(0)
        self._blocker = None

    def stand(self, steps: list[_Step]) -> None:
        """Exactly these, each on the one before."""
        if self._blocker is None:
            return
        if connection.closed_in_transaction or any(layer.on is not connection.connection for layer in self.layers):
            self._leave(0)  # a test closed the connection, and with it went what was not committed
        same = 0
        while same < min(len(steps), len(self.layers)) and steps[same] is self.layers[same].step:
            same += 1
        self._leave(same)
        for step in steps[same:]:
            self._add(step)
        self.copies = deepcopy(self.layers[-1].made) if self.layers else {}

    def _add(self, step: _Step) -> None:
        made = deepcopy(self.layers[-1].made) if self.layers else {}
        settings: dict[str, Any] = {**self._settings}
        for one in (*self.steps, step):
            settings.update(one.settings)
        with self._blocker.unblock(), translation.override("vi"), override_settings(**settings):
            cache.clear()
            atomic = transaction.atomic()
            atomic.__enter__()
            try:
                made[step.name] = step.build(**{name: made[name] for name in step.parameters})
            except BaseException as fault:
                atomic.__exit__(type(fault), fault, fault.__traceback__)
                raise
            self.layers.append(_Layer(step, made, atomic, connection.connection))

    def _leave(self, height: int) -> None:
        while len(self.layers) > height:
            layer = self.layers.pop()
            # outside of a transaction somebody closed the connection, and what was not committed went with it
            if connection.in_atomic_block:
                with self._blocker.unblock():
                    transaction.set_rollback(True)
                    layer.atomic.__exit__(None, None, None)


ground = _Ground()


def steps_of(item) -> list[_Step]:
    """The kept fixtures this test asks for, each after those it asks for itself; none for a test that really commits."""
    marker = item.get_closest_marker("django_db")
    if (marker is not None and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames:
        return []
    defined = item._fixtureinfo.name2fixturedefs
    found: list[_Step] = []

    def take(name):
        step = getattr(defined[name][-1].func, "kept_step", None) if name in defined else None
        if step is not None and step not in found:
            for below in step.parameters:
                take(below)
            found.append(step)

    for name in item.fixturenames:
        take(name)
    return found
