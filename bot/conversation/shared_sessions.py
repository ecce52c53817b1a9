"""Sessions in Redis, so that any of several web processes can take a conversation's next message (decision 0060).

What is kept is sealed with a key that only the client's token gives, under a hash of the token. Redis forgets it by age itself.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Any

import redis.asyncio
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pydantic import TypeAdapter
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import OutOfMemoryError, RedisError
from redis.retry import Retry

from bot.conversation.sessions import (
    ConversationId,
    Queues,
    Session,
    SessionsUnavailable,
    Token,
    TooManyConversations,
    TooManyWaiting,
    UnknownToken,
    conversation_of,
    new_session,
)

PREFIX, LOCK = "session:", "tur:"
REDIS_SECONDS = 0.3  # danger is answered within a second, with or without Redis
LOCK_SECONDS = 3.0  # how long the conversations of a process that was killed must wait
RENEW_SECONDS = 1.0
LOOK_SECONDS = 0.05
WAIT_SECONDS = 9.0  # a little more than a turn may take
NONCE_BYTES = 12
ROUND_UP = 1024  # so that the length tells little of what was offered

# KEYS: session, lock. ARGV: whose lock, its milliseconds
_TAKE = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('GET', KEYS[1]) end
return false"""
# KEYS: lock. ARGV: whose lock, its milliseconds
_RENEW = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0"
# KEYS: session, lock. ARGV: whose lock, session, seconds. Gives whether the conversation is still there.
_GIVE = """
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[2])
  redis.call('SET', KEYS[1], ARGV[2], 'XX', 'EX', ARGV[3])
end
return redis.call('EXISTS', KEYS[1])"""
_SHAPE = TypeAdapter(Session)


class _Full(SessionsUnavailable):
    """Redis has as much as it may hold."""


class RedisSessions:
    """The sessions that processes share. See `Sessions`."""

    def __init__(self, url: str, idle_seconds: int) -> None:
        """Take the address; nothing is asked of Redis yet."""
        self._idle_seconds = idle_seconds
        self._queues = Queues()
        # Asked once more only when the connection was lost: after a restart of Redis all that are kept open are.
        self._redis: Any = redis.asyncio.from_url(
            url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
        )

    async def begin(self, municipality: str | None) -> tuple[Token, Session]:
        """See `Sessions`."""
        token, session = new_session(municipality)
        try:
            await self._ask(self._redis.set(_name(session), _sealed(token, session), ex=self._idle_seconds))
        except _Full:
            raise TooManyConversations from None
        return token, session

    async def get(self, token: Token) -> Session:
        """See `Sessions`."""
        name = PREFIX + conversation_of(token)
        return _opened(token, await self._ask(self._redis.getex(name, ex=self._idle_seconds)))

    @asynccontextmanager
    async def turn(self, token: Token) -> AsyncIterator[Session]:
        """See `Sessions`."""
        conversation = conversation_of(token)
        async with self._queues.turn(conversation):
            holder = secrets.token_hex(8)
            session = _opened(token, await self._take(conversation, holder))
            renewing = asyncio.create_task(self._keep_renewing(conversation, holder))
            try:
                yield session
            finally:
                renewing.cancel()
                keys, sealed = (PREFIX + conversation, LOCK + conversation), _sealed(token, session)
                is_there = await self._ask(self._redis.eval(_GIVE, 2, *keys, holder, sealed, self._idle_seconds))
                session.ended = not is_there

    async def keep(self, token: Token, session: Session) -> None:
        """See `Sessions`."""
        await self._ask(self._redis.set(_name(session), _sealed(token, session), ex=self._idle_seconds, xx=True))

    async def end(self, conversation: ConversationId) -> None:
        """See `Sessions`."""
        await self._ask(self._redis.delete(PREFIX + conversation))

    def sweep(self) -> None:
        """Do nothing: Redis forgets by itself (see `Sessions`)."""

    async def _take(self, conversation: ConversationId, holder: str) -> bytes | None:
        """Wait until no other process has the conversation's turn; give the session, or None if it has ended."""
        keys = PREFIX + conversation, LOCK + conversation
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    taken = await self._ask(self._redis.eval(_TAKE, 2, *keys, holder, int(LOCK_SECONDS * 1000)))
                    if taken is not None:
                        return taken or None
                    await asyncio.sleep(LOOK_SECONDS)
        raise TooManyWaiting

    async def _keep_renewing(self, conversation: ConversationId, holder: str) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(SessionsUnavailable):
                await self._ask(
                    self._redis.eval(_RENEW, 1, LOCK + conversation, holder, int(LOCK_SECONDS * 1000)),
                )

    async def _ask(self, question: Awaitable[Any]) -> Any:
        try:
            return await question
        except OutOfMemoryError:
            raise _Full from None
        except (RedisError, OSError):
            raise SessionsUnavailable from None  # the fault may quote the address


def _name(session: Session) -> str:
    return PREFIX + session.conversation


def _cipher(token: Token) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hashlib.blake2b(token.encode(), digest_size=32, person=b"session-key").digest())


def _sealed(token: Token, session: Session) -> bytes:
    content = _SHAPE.dump_json(session)
    padded = content.ljust(-(-len(content) // ROUND_UP) * ROUND_UP)
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(token).encrypt(nonce, padded, session.conversation.encode())


def _opened(token: Token, sealed: bytes | None) -> Session:
    """Give the session; UnknownToken when there is none, or it is not one that we sealed."""
    try:
        if not sealed:
            raise UnknownToken
        conversation = conversation_of(token).encode()
        return _SHAPE.validate_json(_cipher(token).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], conversation))
    except (InvalidTag, ValueError):
        raise UnknownToken from None
