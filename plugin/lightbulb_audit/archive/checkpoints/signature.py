"""The signatures under checkpoints: Ed25519.

**Where the key lives.** Each server's key is made with its first checkpoint and kept beside its rows, so it needs no
setting and no file, every process that shares the database signs alike, and a server that is deleted takes it along.
The price: who can read the database can sign too. That is no loss, since the signature is not what keeps an archive
from being rewritten: whoever runs the bot could always sign anew. That is kept by Discord, which dates each message
and shows where one was edited. The signature shows that a line which somebody brings from elsewhere, in a file or a
proof, is the archive's own and was not made up against it; the key in a server's first checkpoint is the one.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SEED_BYTES: Final = 32


def new_seed() -> bytes:
    """Return a private key."""
    return os.urandom(_SEED_BYTES)


def public_key(seed: bytes) -> bytes:
    """Return the public key to a private one."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, words: bytes) -> bytes:
    """Return the signature of some words; always the same for the same ones."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(words)


def is_signed(key: bytes, words: bytes, signature: bytes) -> bool:
    """Return whether a signature is one of these words by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True
