"""Who is signed in: in the memory of this process alone, under a hash of what the browser holds. A restart signs all out."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.staff.accounts import Account

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 3600
ID_BYTES = 32


@dataclass
class StaffSession:
    """One sign-in."""

    account: Account
    begun: float
    touched: float
    form_token: str = field(repr=False)  # what a form of ours carries, and no other site can know


class StaffSessions:
    """Begins, finds and ends sign-ins."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_hash: dict[bytes, StaffSession] = {}

    def begin(self, account: Account) -> str:
        """Sign an account in; give the id for the browser, new each time."""
        self._sweep()
        session_id, now = secrets.token_urlsafe(ID_BYTES), self._clock()
        self._by_hash[_hash(session_id)] = StaffSession(account, now, now, secrets.token_urlsafe(ID_BYTES))
        return session_id

    def get(self, session_id: str) -> StaffSession | None:
        """Give the sign-in of an id, if it still holds, and count from now."""
        session = self._by_hash.get(_hash(session_id))
        if session is None or self._is_over(session):
            self._by_hash.pop(_hash(session_id), None)
            return None
        session.touched = self._clock()
        return session

    def end(self, session_id: str) -> None:
        """Sign out. An id that is unknown is fine."""
        self._by_hash.pop(_hash(session_id), None)

    def _is_over(self, session: StaffSession) -> bool:
        now = self._clock()
        return now - session.touched > IDLE_SECONDS or now - session.begun > LONGEST_SECONDS

    def _sweep(self) -> None:
        self._by_hash = {key: session for key, session in self._by_hash.items() if not self._is_over(session)}


def _hash(session_id: str) -> bytes:
    return hashlib.blake2b(session_id.encode(), digest_size=16).digest()
