"""Slows guessing down without letting anybody lock somebody else out.

- Wrong passwords for a name **from one address** make that address wait for that name, longer each time, a minute at most.
  From elsewhere the same name is as open as before: an account is never locked.
- Wrong passwords over all make every answer a little slower, three seconds at most: a guesser loses time, nobody
  their way in.

Names and addresses are remembered as keyed hashes, for an hour at most.
"""

from collections import deque
from dataclasses import dataclass

from bot.http.names import Clock, MakeKey, PassingNames

REMEMBERED_SECONDS = 3600
FREE_TRIES = 3
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0
MOST_PAIRS = 100_000

RECENT_SECONDS = 600
CALM_TRIES = 20  # over all, in the recent while: people mistype
PAUSE_A_TRY = 0.05
LONGEST_PAUSE = 3.0


class TooSoon(Exception):
    """The address must wait before it tries this name again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} seconds")
        self.seconds = max(1, round(seconds + 0.5))


@dataclass
class _Tries:
    wrong: int = 0
    free_at: float = 0.0


class Attempts:
    """Counts tries. A try counts as wrong from its beginning: many at the same moment are counted too."""

    def __init__(self, clock: Clock, make_key: MakeKey) -> None:
        self._clock = clock
        self._names = PassingNames(clock, make_key, REMEMBERED_SECONDS)
        self._pairs: dict[bytes, _Tries] = {}
        self._recent: deque[float] = deque(maxlen=CALM_TRIES + int(LONGEST_PAUSE / PAUSE_A_TRY))

    def begin(self, name: str, address: str) -> float:
        """Count a try, and give the seconds by which its answer is to be slowed down.

        Raises:
            TooSoon: the address must wait first. Asking again meanwhile makes the wait no longer.
        """
        now = self._clock()
        if self._names.renewed():
            self._pairs.clear()
        tries = self._tries(name, address)
        if now < tries.free_at:
            raise TooSoon(tries.free_at - now)
        tries.wrong += 1
        if tries.wrong >= FREE_TRIES:
            tries.free_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries.wrong - FREE_TRIES, 10))
        self._recent.append(now)
        return self._pause(now)

    def was_right(self, name: str, address: str) -> None:
        """Take a try back: it was right."""
        self._pairs.pop(self._names.name(name, address), None)
        if self._recent:
            self._recent.pop()

    def _tries(self, name: str, address: str) -> _Tries:
        key = self._names.name(name, address)
        if key not in self._pairs and len(self._pairs) >= MOST_PAIRS:
            del self._pairs[next(iter(self._pairs))]  # the oldest
        return self._pairs.setdefault(key, _Tries())

    def _pause(self, now: float) -> float:
        while self._recent and now - self._recent[0] > RECENT_SECONDS:
            self._recent.popleft()
        return min(LONGEST_PAUSE, PAUSE_A_TRY * max(0, len(self._recent) - CALM_TRIES))
