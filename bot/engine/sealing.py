"""Seals what is kept of a conversation with a key that only the client's token gives.

The web process makes the key of the token for each turn and sends it with the turn; the engine holds it until the turn is
answered. Who takes the store, or a dump of it, reads nothing.
"""

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE_BYTES = 12
# Rasa's own commands (`rasa shell`, `rasa test`) have no client: they seal with a key of their process, which
# `bot.engine.interpreter` makes and our engine throws away at its start.
KEY_OF_COMMAND = "TRACKER_KEY"
_key: ContextVar[bytes] = ContextVar("the key of the conversation that this turn belongs to", default=b"")


class NoKey(Exception):
    """A conversation was to be kept or read outside a turn. Nothing is kept unsealed instead."""


class SealBroken(Exception):
    """What was kept was sealed with another key, for another conversation, or has been changed."""


@contextmanager
def key_of_turn(key: str) -> Iterator[None]:
    """Let the store seal and open with this key (32 bytes in hex) until the turn is over."""
    token = _key.set(bytes.fromhex(key))
    try:
        yield
    finally:
        _key.reset(token)


def seal(name: str, content: bytes) -> bytes:
    """Give the content sealed for the conversation of that name.

    Raises:
        NoKey: there is no turn.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, name.encode())


def open_sealed(name: str, sealed: bytes) -> bytes:
    """Give the content of what `seal` made.

    Raises:
        NoKey: there is no turn.
        SealBroken: the seal does not fit.
    """
    try:
        return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
    except InvalidTag:
        raise SealBroken from None


def _cipher() -> ChaCha20Poly1305:
    key = _key.get() or bytes.fromhex(os.environ.get(KEY_OF_COMMAND, ""))
    if not key:
        raise NoKey
    return ChaCha20Poly1305(key)
