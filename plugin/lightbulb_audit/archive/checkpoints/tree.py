"""The Merkle tree over a server's rows. Pure.

Source: RFC 6962, "Certificate Transparency", section 2.1. The leaves are the `content` digests of all rows that were
ever written, in their order, those included that were pruned since: leaf 0 is row 1. A row's content digest is salted
and stays for ever, also where its words were blanked, so the tree tells nobody what a row says, and forgetting changes
no root.

A tree grows to the right alone. What lies to the left of its edge never changes, so the roots of the largest whole
subtrees there, one for each set bit of the size, are all that is needed to go on: the `Frontier`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, Self

DIGEST_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
_UNKNOWN: Final = b"\x02"


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


class Frontier:
    """The left edge of a tree, to which leaves can be added.

    Args:
        size: How many leaves there are.
        hashes: The roots of the largest whole subtrees, from left to right.

    Raises:
        ValueError: If a tree of this size has another number of them.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(hashes) != size.bit_count() or any(len(one) != DIGEST_BYTES for one in hashes):
            problem = f"these are not the subtrees of {size} leaves"
            raise ValueError(problem)
        self.size = size
        self.hashes = list(hashes)

    @classmethod
    def of(cls, size: int, data: bytes) -> Self:
        """Return a frontier as `to_bytes` wrote it.

        Raises:
            ValueError: If it is none of this size.
        """
        return cls(size, [data[at : at + DIGEST_BYTES] for at in range(0, len(data), DIGEST_BYTES)])

    def to_bytes(self) -> bytes:
        """Return the subtrees one behind the other."""
        return b"".join(self.hashes)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves on the right.

        Args:
            leaves: Their data.
        """
        sha256, hashes, size = hashlib.sha256, self.hashes, self.size
        for data in leaves:
            last, whole = sha256(_LEAF + data).digest(), size
            while whole & 1:
                last = sha256(_NODE + hashes.pop() + last).digest()
                whole >>= 1
            hashes.append(last)
            size += 1
        self.size = size

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.hashes:
            return hashlib.sha256().digest()
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node(left, root)
        return root


def unknown(size: int, anchor: bytes) -> Frontier:
    """Return the frontier of an archive that was pruned before there were trees.

    What its first rows were cannot be told any more; that nobody exchanges the rest of it can.

    Args:
        size: How many rows were pruned.
        anchor: The digest of the last of them.
    """
    heights = [height for height in range(size.bit_length()) if size >> height & 1]
    return Frontier(
        size, [hashlib.sha256(_UNKNOWN + anchor + height.to_bytes(1)).digest() for height in reversed(heights)]
    )


def siblings(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose roots lead from a leaf to the root, from the leaf upwards: an audit path.

    Args:
        index: Which leaf.
        size: How many leaves there are.
    """
    low, high, found = 0, size, list[tuple[int, int]]()
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        if index < middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low = middle
    return found[::-1]


def root_of(index: int, size: int, data: bytes, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an audit path leads to; None where no path of a tree of this size has so many steps."""
    steps = siblings(index, size) if 0 <= index < size else []
    if len(steps) != len(path) or size < 1 or index >= size:
        return None
    found = leaf(data)
    for (low, _), sibling in zip(steps, path, strict=True):
        found = node(sibling, found) if low < index else node(found, sibling)
    return found
