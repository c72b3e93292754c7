"""Long lists in parts."""

from hypothesis import given
from hypothesis import strategies as st

from hocvien.common.batched import batched


@given(st.lists(st.integers()), st.integers(1, 7))
def test_parts_are_full_but_the_last_and_together_the_whole(items, size):
    parts = list(batched(iter(items), size))
    assert [item for part in parts for item in part] == items
    assert all(len(part) == size for part in parts[:-1])
    assert all(0 < len(part) <= size for part in parts)
