"""Slows guessing down, by who guesses and never by whose name is guessed: nobody can lock another out.

Failures are counted for a network address together with a name, and for the address over all names, both under the hashes
of `RequestLimit`: no address is remembered, and after a minute nothing is.
"""

from collections.abc import Callable

from bot.http.limits import RequestLimit, TooManyRequests

A_NAME = 5  # tries a minute, from one address for one name
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

    def count(self, address: str, name: str) -> None:
        """Count a try before it is checked.

        Raises:
            TooManyAttempts: it must not be checked.
        """
        try:
            self._of_all.count("")
            self._of_address.count(address)
            self._of_name.count(f"{address}\0{name}")
        except TooManyRequests:
            raise TooManyAttempts from None
