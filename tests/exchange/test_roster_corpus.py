"""The corpus of rosters as offices make them: what is read right, and that nothing is silently wrong."""

import pytest

from hocvien.people.models import Person
from tools.rosters import score as corpus
from tools.rosters.hostile import HOSTILE
from tools.rosters.shapes import ROSTERS

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
RIGHT = 0.995


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("rosters")
    corpus.make(made)
    return made


def test_corpus_is_read_right_and_nothing_is_silently_wrong(folder):
    scores = corpus.score_corpus(folder, corpus.planner())
    whole = corpus.total(scores)
    said = "\n".join(
        f"{s.file}: {line}" for s in scores for line in s.differences if not line.startswith("false problem")
    )
    assert len(scores) == len(ROSTERS) >= 36
    assert whole.silent == 0, said
    assert whole.missed == whole.invented == 0, said
    assert whole.share >= RIGHT, said
    assert whole.headers[0] == whole.headers[1], said
    assert whole.encodings[0] == whole.encodings[1], said
    assert not Person.objects.exists()


def test_corpus_is_the_same_every_time(folder, tmp_path):
    corpus.make(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.file)
def test_hostile_file_ends_in_a_sentence(case):
    (end,) = corpus.try_hostile(corpus.planner(), [case])
    assert end.is_good, (case.why, end.outcome, end.sentence)
    assert end.seconds < corpus.SECONDS
    if end.outcome == "refused":
        assert case.file in end.sentence
