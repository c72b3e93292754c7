"""The document of the HTTP API held against the API: whatever it allows to be asked is answered as it says, and nothing is a fault."""

from datetime import timedelta

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.web.data_api import answering, callers, urls
from tests import scenarios

pytestmark = pytest.mark.once
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
assert urls.app_name  # the operations are joined to the API where its addresses are
OPERATIONS = sorted(
    (method, path) for path, methods in answering.document("api/")["paths"].items() for method in methods
)
# examples of each operation, for what the document allows and for what it does not
EXAMPLES = 6


@pytest.fixture
def app(db):
    """The program as the server runs it, in the transaction of the test: a request must not close its connection."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def asked(app, settings, monkeypatch):
    """(the document as the program serves it, a token)."""
    settings.HOCVIEN_TODAY = "2026-06-30"
    monkeypatch.setattr(callers, "_asked", {})
    monkeypatch.setattr(callers, "MOST_A_MINUTE", 1_000_000)
    world = scenarios.found_place()
    user = scenarios.give_account(world, "reader", ("committee_office", "huyen"))
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    _row, secret = access.make_token(
        actor=user,
        name="Thử",
        unit=world.units["huyen"],
        includes_below=True,
        last_day=clock.today() + timedelta(days=30),
        today=clock.today(),
        now=clock.now(),
    )
    headers = {"Authorization": f"Bearer {secret}"}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=headers), headers


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_whatever_is_asked_is_answered_as_the_document_says(asked, method, path):
    schema, headers = asked
    operation = schema[path][method]
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(cases)
    def hold(case):
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    hold()
