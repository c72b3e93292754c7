from tests import scenarios
from tests.kept import kept


@kept()
def world():
    return scenarios.found_place()
