"""Who is signed in just now. In this process's memory only: a restart signs everybody out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NewType

from bot.staff.roles import Grant, Role

SessionId = NewType("SessionId", str)

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 3600


class NotSignedIn(Exception):
    """There is no session of this id, or it is over."""


@dataclass(frozen=True)
class Staff:
    """A member of staff: how to address them, what they may do, and who vouches for it.

    `subject` is theirs alone, whoever vouches. `version` is that of the account on this machine; None when the
    municipality's own sign-in vouches.
    """

    name: str
    grants: frozenset[Grant]
    subject: str = field(repr=False)
    version: str | None = field(default=None, repr=False)

    def holds(self, role: Role) -> bool:
        """Tell whether they may do this."""
        return role in {grant.role for grant in self.grants}

    @property
    def serves(self) -> tuple[str, ...]:
        """Give whose codes they may open: slugs of municipalities, or the hotline."""
        return tuple(sorted(grant.whose for grant in self.grants if grant.whose))


@dataclass
class Session:
    """A sign-in that lasts: who, since when, and the secret that every form of it carries."""

    staff: Staff
    csrf: str = field(repr=False)
    began: float
    seen: float


class Sessions:
    """The sessions, under a hash of their ids: what is in memory opens none."""

    def __init__(self, clock: Callable[[], float], make_secret: Callable[[], str]) -> None:
        """Take a monotonic clock, and what makes 256 random bits as text."""
        self._clock = clock
        self._make_secret = make_secret
        self._sessions: dict[bytes, Session] = {}

    def open(self, staff: Staff) -> SessionId:
        """Begin a session, with an id that nobody has seen before."""
        self._forget_old()
        session_id = SessionId(self._make_secret())
        now = self._clock()
        self._sessions[_hash(session_id)] = Session(staff, self._make_secret(), now, now)
        return session_id

    def find(self, session_id: str) -> Session:
        """Give the session, which is thereby in use.

        Raises:
            NotSignedIn: there is none, or it was silent for 30 minutes or lasted for 8 hours.
        """
        session = self._sessions.get(_hash(session_id))
        if session is None or self._is_over(session):
            self.close(session_id)
            raise NotSignedIn
        session.seen = self._clock()
        return session

    def close(self, session_id: str) -> None:
        """End a session, if there is one."""
        self._sessions.pop(_hash(session_id), None)

    def close_all_of(self, staff: Staff) -> None:
        """End every session of a person, on whatever machine it is."""
        self._sessions = {key: each for key, each in self._sessions.items() if each.staff.subject != staff.subject}

    def count_of(self, staff: Staff) -> int:
        """Tell on how many machines a person is signed in."""
        self._forget_old()
        return sum(each.staff.subject == staff.subject for each in self._sessions.values())

    def _is_over(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen >= IDLE_SECONDS or now - session.began >= LONGEST_SECONDS

    def _forget_old(self) -> None:
        self._sessions = {key: each for key, each in self._sessions.items() if not self._is_over(each)}


def _hash(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode(errors="replace")).digest()
