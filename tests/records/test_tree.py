"""The Merkle tree against the published reference values and against the definition, for every small tree."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest

from hocvien.records.arithmetic import tree

PROBES = json.loads((Path(__file__).parent / "merkle_probes.json").read_text())
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Rows:
    """Nodes as the database keeps them: inserted once, never changed."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.size = 0

    def get(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]

    def extend(self, leaves: list[bytes]) -> None:
        for level, index, digest in list(tree.append(self.size, leaves, self.get)):
            assert (level, index) not in self.nodes
            self.nodes[level, index] = digest
        self.size += len(leaves)


def grown(count: int, *, inputs: list[bytes] | None = None) -> Rows:
    rows = Rows()
    bodies = inputs if inputs is not None else [number.to_bytes(4, "big") for number in range(count)]
    rows.extend([tree.leaf_hash(body) for body in bodies[:count]])
    return rows


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, written down as the text defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return sha256(b"\x01" + defined_root(leaves[:middle]) + defined_root(leaves[middle:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_root_matches_published_reference(size):
    rows = grown(size, inputs=INPUTS)
    assert tree.root(size, rows.get).hex() == ROOTS[size]


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize("probe", PROBES["inclusion"], ids=lambda probe: probe["name"])
def test_inclusion_probe_is_answered_as_published(probe):
    answer = tree.verify_inclusion(
        index=probe["leafIdx"],
        size=probe["treeSize"],
        leaf=_bytes(probe["leafHash"]),
        path=[_bytes(text) for text in probe["proof"] or []],
        expected_root=_bytes(probe["root"]),
    )
    assert answer is not probe["wantErr"]


@pytest.mark.parametrize("probe", PROBES["consistency"], ids=lambda probe: probe["name"])
def test_consistency_probe_is_answered_as_published(probe):
    answer = tree.verify_consistency(
        old_size=probe["size1"],
        size=probe["size2"],
        old_root=_bytes(probe["root1"]),
        expected_root=_bytes(probe["root2"]),
        path=[_bytes(text) for text in probe["proof"] or []],
    )
    assert answer is not probe["wantErr"]


def test_every_small_tree_has_the_defined_root_however_it_grew():
    at_once, one_by_one = grown(67), Rows()
    leaves = [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(67)]
    for size in range(68):
        assert tree.root(size, at_once.get) == defined_root(leaves[:size])
        assert tree.root(size, one_by_one.get) == defined_root(leaves[:size])
        if size < 67:
            one_by_one.extend([leaves[size]])
    assert one_by_one.nodes == at_once.nodes


def test_every_inclusion_proof_of_small_trees_holds_and_only_for_its_leaf():
    rows = grown(66)
    for size in range(1, 67):
        root = tree.root(size, rows.get)
        for index in range(size):
            path = tree.inclusion_path(index, size, rows.get)
            assert len(path) <= (size - 1).bit_length()
            held = {"size": size, "path": path, "expected_root": root}
            assert tree.verify_inclusion(index=index, leaf=rows.get(0, index), **held)
            other = (index + 1) % size
            if other != index:
                assert not tree.verify_inclusion(index=other, leaf=rows.get(0, index), **held)
                assert not tree.verify_inclusion(index=index, leaf=rows.get(0, other), **held)


def test_every_consistency_proof_of_small_trees_holds_and_no_other():
    rows = grown(66)
    roots = [tree.root(size, rows.get) for size in range(67)]
    for size in range(1, 67):
        for old_size in range(1, size + 1):
            path = tree.consistency_path(old_size, size, rows.get)
            held = {"old_size": old_size, "size": size, "path": path}
            assert tree.verify_consistency(old_root=roots[old_size], expected_root=roots[size], **held)
            assert not tree.verify_consistency(old_root=roots[old_size - 1], expected_root=roots[size], **held)
            assert not tree.verify_consistency(old_root=roots[old_size], expected_root=roots[size - 1], **held)


def test_proofs_read_only_the_nodes_they_announce():
    rows = grown(50)
    for size in range(1, 51):
        for index in range(size):
            wanted = {node: rows.nodes[node] for node in tree.inclusion_nodes(index, size)}
            assert tree.inclusion_path(index, size, lambda level, at: wanted[level, at]) or size == 1  # noqa: B023
            wanted = {node: rows.nodes[node] for node in tree.consistency_nodes(index + 1, size)}
            tree.consistency_path(index + 1, size, lambda level, at: wanted[level, at])  # noqa: B023


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_inclusion_path_refuses_a_leaf_outside_the_tree(index, size):
    with pytest.raises(ValueError, match="outside"):
        tree.inclusion_path(index, size, grown(3).get)
