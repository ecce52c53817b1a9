"""Slows guessing down, by who guesses and never by whose name is guessed: nobody can lock another out.

Failures are counted for a network address together with a name, and for the address over all names, both under the hashes
of `RequestLimit`: no address is remembered, and after a minute nothing is.
"""

from collections.abc import Callable
from contextlib import suppress

from bot.http.limits import RequestLimit, TooManyRequests

A_NAME = 5  # wrong passwords a minute, from one address for one name
AN_ADDRESS = 20  # and for all names
ALL = 200  # and by everybody together: what this machine can check without slowing the chat


class TooManyAttempts(Exception):
    """The address has tried too often; it may try again in a minute."""


class Attempts:
    """Counts what failed."""

    def __init__(self, clock: Callable[[], float], make_key: Callable[[], bytes]) -> None:
        self._of_name = RequestLimit(A_NAME, clock, make_key)
        self._of_address = RequestLimit(AN_ADDRESS, clock, make_key)
        self._of_all = RequestLimit(ALL, clock, make_key)

    def refuse(self, address: str, name: str) -> None:
        """Refuse a try that must not be checked.

        Raises:
            TooManyAttempts: too many have failed.
        """
        if any(limit.is_used_up(counted) for limit, counted in self._counted(address, name)):
            raise TooManyAttempts

    def failed(self, address: str, name: str) -> None:
        """Count a try that failed."""
        for limit, counted in self._counted(address, name):
            with suppress(TooManyRequests):
                limit.count(counted)

    def _counted(self, address: str, name: str) -> list[tuple[RequestLimit, str]]:
        return [(self._of_all, ""), (self._of_address, address), (self._of_name, f"{address}\0{name}")]
