"""The tree against RFC 6962's own words, section 2.1, written down naively."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.archive.checkpoints.tree import Frontier, root_of, siblings, unknown

_LEAVES = st.lists(st.binary(max_size=8), max_size=70)


def _split(leaves: list[bytes]) -> int:
    """The largest power of two smaller than their number."""
    power = 1
    while power * 2 < len(leaves):
        power *= 2
    return power


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH(D[n])."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = _split(leaves)
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) <= 1:
        return []
    k = _split(leaves)
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def test_the_example_of_certificate_transparency() -> None:
    """The roots are those that the field's other programs compute of their common example."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    known = Frontier()
    roots = [known.root.hex()]
    for one in leaves:
        known.extend([bytes.fromhex(one)])
        roots.append(known.root.hex())
    assert roots[0] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert roots[1] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(_LEAVES, st.data())
def test_the_root_is_the_naive_one(leaves: list[bytes], data: st.DataObject) -> None:
    """However the leaves come, and wherever a frontier was kept in between, the root is that of all of them."""
    cut = data.draw(st.integers(0, len(leaves)))
    first = Frontier()
    first.extend(leaves[:cut])
    known = Frontier.of(first.size, first.to_bytes())
    known.extend(leaves[cut:])
    assert (known.size, known.root) == (len(leaves), naive_root(leaves))


@given(_LEAVES.filter(bool), st.data())
def test_a_path_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    """The siblings are those of the definition, and they lead from the leaf to the root."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = [naive_root(leaves[low:high]) for low, high in siblings(index, len(leaves))]
    assert path == naive_path(index, leaves)
    assert root_of(index, len(leaves), leaves[index], path) == naive_root(leaves)


@given(_LEAVES.filter(bool), st.data())
def test_a_false_path_leads_elsewhere(leaves: list[bytes], data: st.DataObject) -> None:
    """Another leaf, place or step does not lead to the root."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    size, root = len(leaves), naive_root(leaves)
    path = naive_path(index, leaves)
    assert root_of(index, size, leaves[index] + b"x", path) != root
    assert root_of(index, size, leaves[index], [*path, root]) is None
    assert root_of(size, size, leaves[index], path) is None
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        assert root_of(index, size, leaves[index], path[:-1]) is None
        assert root_of(index, size, leaves[index], [*path[:place], bytes(32), *path[place + 1 :]]) != root


@given(st.integers(0, 200), st.lists(st.binary(max_size=4), max_size=20))
def test_what_is_unknown_can_be_gone_on_from(size: int, leaves: list[bytes]) -> None:
    """A tree over rows that are gone is always the same, and hangs on the anchor and on what comes later."""
    known, other = unknown(size, b"anchor"), unknown(size, b"other")
    assert known.root == unknown(size, b"anchor").root
    assert (known.root == other.root) is (size == 0)
    before = known.root
    known.extend(leaves)
    assert known.size == size + len(leaves)
    assert (known.root == before) is (not leaves)


@pytest.mark.parametrize(("size", "data"), [(1, b""), (3, bytes(32)), (0, bytes(32)), (1, bytes(31)), (-1, bytes(32))])
def test_what_is_no_frontier_is_refused(size: int, data: bytes) -> None:
    """A number of subtrees that does not fit the size is an error and no tree."""
    with pytest.raises(ValueError, match="not the subtrees"):
        Frontier.of(size, data)
