"""Seals a record so that only its code opens it: not the store, and not the server that holds the store.

The code goes through Argon2id (RFC 9106) with a salt that only the server's key gives, and from there to two values: the
lookup, under which the record lies, and the key that opens it. Both cost a whole Argon2id a guess, also for who has the
server's key: a lookup hashed cheaply would let a thief test guesses at the speed of the cheap hash.
"""

import hashlib
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NewType

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

Lookup = NewType("Lookup", bytes)  # where a record lies; tells nothing of its code and opens nothing

SERVER_KEY_CHARACTERS = 32
NONCE_BYTES = 12
_ROOT_BYTES = 32
_SALT_BYTES = 16
_HEADER = struct.Struct(">BIHB")  # version, memory, passes, lanes
_VERSION = 1


class ServerKeyTooShort(Exception):
    """The server's key is a setting, and this one could be guessed. The message says how to mend it."""


class SealBroken(Exception):
    """What was kept was sealed with another code or key, lay in another's place, or has been changed."""


@dataclass(frozen=True)
class Work:
    """What one guess costs. Recorded with each record, so that it can be raised while older records still live."""

    memory_kib: int
    passes: int
    lanes: int = 1

    @property
    def header(self) -> bytes:
        """Give the bytes that lead a record sealed with this work."""
        return _HEADER.pack(_VERSION, self.memory_kib, self.passes, self.lanes)


# About 100 ms on the machine it was chosen on (docs/threat-model.md), with 64 MiB as RFC 9106, section 4, asks at least.
CURRENT = Work(memory_kib=64 * 1024, passes=2)


@dataclass(frozen=True)
class Latch:
    """One code's place in the store and the key to what lies there."""

    lookup: Lookup
    work: Work
    key: bytes = field(repr=False)


class Safe:
    """Makes latches of codes, and seals and opens with them."""

    def __init__(
        self, server_key: str, works: tuple[Work, ...] = (CURRENT,), random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        """Take the server's key and the works in use, the one to seal with first.

        An older work stays in the tuple until the last record sealed with it has expired.

        Raises:
            ServerKeyTooShort: it has fewer than 32 characters.
        """
        if len(server_key) < SERVER_KEY_CHARACTERS:
            raise ServerKeyTooShort(
                f"the key of the handoff store must have at least {SERVER_KEY_CHARACTERS} characters"
            )
        self._key = hashlib.blake2b(server_key.encode()).digest()
        self._works = works
        self._random_bytes = random_bytes
        self._one_at_a_time = Lock()  # each stretch takes 64 MiB: a crowd of codes may wait, not fill the memory

    def latches(self, code: bytes, addressees: Sequence[str] = ("",)) -> list[Latch]:
        """Give the code's latch for each work in use, the one to seal with first, and each of those it may be meant for.

        Takes its time for each work: that is the point. An addressee more costs nothing to speak of.
        """
        with self._one_at_a_time:
            roots = [(work, self._root(code, work)) for work in self._works]
        return [self._latch(work, root, each.encode()) for work, root in roots for each in addressees]

    def seal(self, latch: Latch, content: bytes) -> bytes:
        """Give the content sealed for this latch alone."""
        nonce = self._random_bytes(NONCE_BYTES)
        header = latch.work.header
        return header + nonce + ChaCha20Poly1305(latch.key).encrypt(nonce, content, header + latch.lookup)

    def open(self, latch: Latch, sealed: bytes) -> bytes:
        """Give the content of what `seal` made.

        Raises:
            SealBroken: the latch does not fit it.
        """
        header, nonce, box = (
            sealed[: _HEADER.size],
            sealed[_HEADER.size :][:NONCE_BYTES],
            sealed[_HEADER.size + NONCE_BYTES :],
        )
        try:
            return ChaCha20Poly1305(latch.key).decrypt(nonce, box, header + latch.lookup)
        except (InvalidTag, ValueError):  # ValueError: cut short
            raise SealBroken from None

    def for_receiver(self, name: bytes) -> tuple[str, "Safe"]:
        """Give the server's key of one receiver, and the safe that seals with it for them.

        The receiver is told that key, and so can open with the code what is sealed here; it opens nothing in the store,
        and nothing of another receiver.
        """
        key = self._made_of(name, b"receiver").hex()
        safe = Safe(key, self._works[:1], self._random_bytes)
        safe._one_at_a_time = self._one_at_a_time
        return key, safe

    def _root(self, code: bytes, work: Work) -> bytes:
        return hash_secret_raw(
            secret=code,
            salt=self._made_of(work.header, b"salt")[:_SALT_BYTES],
            time_cost=work.passes,
            memory_cost=work.memory_kib,
            parallelism=work.lanes,
            hash_len=_ROOT_BYTES,
            type=Type.ID,
        )

    def _latch(self, work: Work, root: bytes, addressee: bytes) -> Latch:
        whole = root + addressee  # the root has one length: no two pairs are alike
        return Latch(Lookup(self._made_of(whole, b"lookup")), work, self._made_of(whole, b"seal"))

    def _made_of(self, what: bytes, purpose: bytes) -> bytes:
        return hashlib.blake2b(what, key=self._key, digest_size=32, person=purpose).digest()
