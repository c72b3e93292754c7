"""The generator of demonstration people: pure and the same for the same seed."""

from hocvien.demonstration.arithmetic.moments import moment
from hocvien.demonstration.arithmetic.names import compose_name, weighted
from hocvien.demonstration.arithmetic.people import generate_person
from hocvien.demonstration.arithmetic.population import generate_population
from hocvien.demonstration.arithmetic.rolls import absent_halves_of

__all__ = [
    "absent_halves_of",
    "compose_name",
    "generate_person",
    "generate_population",
    "moment",
    "weighted",
]
