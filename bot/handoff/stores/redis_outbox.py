"""The outbox in the Redis that the records lie in. What must happen as one step is a script that Redis runs.

A parcel is a hash; a sorted set holds when each is due, a set for each code its parcels. All but the sorted set expire with
the record; what stands in the sorted set beyond that is cleared when it comes due.
"""

from collections.abc import Mapping
from typing import Any

from bot.handoff.outbox import CodeMark, Parcel, ParcelId
from bot.handoff.stores.redis_server import PREFIX, answering, connect
from bot.handoff.stores.store import Clock

_PARCEL, _MARK, _DUE = PREFIX + b"pakke:", PREFIX + b"pakker:", PREFIX + b"skal-sendes"

# KEYS: parcel, mark, due. ARGV: id, mark, receiver, body, expires, tries, now, milliseconds to live
_PUT = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'mark', ARGV[2], 'receiver', ARGV[3], 'body', ARGV[4], 'expires', ARGV[5], 'tries', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[8])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[8])
redis.call('ZADD', KEYS[3], ARGV[7], ARGV[1])
return 1"""
# KEYS: due. ARGV: now, most, until when, what the keys of parcels begin with
_CLAIM = """
local claimed = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  if redis.call('EXISTS', ARGV[4] .. id) == 1 then
    redis.call('HINCRBY', ARGV[4] .. id, 'tries', 1)
    redis.call('ZADD', KEYS[1], ARGV[3], id)
    table.insert(claimed, id)
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return claimed"""
# KEYS: parcel, due. ARGV: id
_DELIVERED = """
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'body', '') end
return 1"""
_DROP_UNTRIED = """
if redis.call('HGET', KEYS[1], 'tries') ~= '0' then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1"""


class RedisOutbox:
    """See `Outbox`."""

    def __init__(self, url: str, clock: Clock) -> None:
        """Take the address; nothing is asked of Redis yet."""
        self._clock = clock
        self._redis: Any = connect(url)  # redis-py types its scripts as sync or async at once

    def put(self, parcel: Parcel) -> None:
        """See `Outbox`."""
        now = self._clock()
        lives = max(1, round((parcel.expires - now) * 1000))
        keys = (_PARCEL + parcel.id.encode(), _MARK + parcel.mark.encode(), _DUE)
        values = (parcel.id, parcel.mark, parcel.receiver, parcel.body, parcel.expires, parcel.tries, now, lives)
        with answering():
            self._redis.eval(_PUT, len(keys), *keys, *values)

    def claim(self, most: int, lease: float) -> list[Parcel]:
        """See `Outbox`."""
        now = self._clock()
        with answering():
            claimed = self._redis.eval(_CLAIM, 1, _DUE, now, most, now + lease, _PARCEL)
            found = [self._get(name) for name in claimed]
        return [parcel for parcel in found if parcel and parcel.expires > now]

    def delivered(self, parcel_id: ParcelId) -> None:
        """See `Outbox`."""
        with answering():
            self._redis.eval(_DELIVERED, 2, _PARCEL + parcel_id.encode(), _DUE, parcel_id)

    def later(self, parcel_id: ParcelId, seconds: float) -> None:
        """See `Outbox`."""
        with answering():
            self._redis.zadd(_DUE, {parcel_id: self._clock() + seconds}, xx=True)

    def of(self, mark: CodeMark) -> list[Parcel]:
        """See `Outbox`."""
        with answering():
            found = [self._get(name) for name in sorted(self._redis.smembers(_MARK + mark.encode()))]
        return [parcel for parcel in found if parcel]

    def drop_untried(self, parcel_id: ParcelId) -> bool:
        """See `Outbox`."""
        with answering():
            return bool(self._redis.eval(_DROP_UNTRIED, 2, _PARCEL + parcel_id.encode(), _DUE, parcel_id))

    def _get(self, name: bytes) -> Parcel | None:
        values: Mapping[bytes, bytes] = self._redis.hgetall(_PARCEL + name)
        if not values:
            return None
        return Parcel(
            ParcelId(name.decode()),
            CodeMark(values[b"mark"].decode()),
            values[b"receiver"].decode(),
            values[b"body"],
            int(values[b"expires"]),
            int(values[b"tries"]),
        )
