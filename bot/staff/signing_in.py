"""Signing in with an account of this machine."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import SecretStr

from bot.staff.accounts import Accounts
from bot.staff.attempts import Attempts
from bot.staff.passwords import Passwords
from bot.staff.sessions import Session, SessionId, Sessions, Staff

AT_ONCE = 2  # comparisons: each takes 64 MiB and a core for a tenth of a second


class WrongNameOrPassword(Exception):
    """Nobody signs in with this name and password. Which of them is wrong is not told, and takes the same time."""


class SignIn:
    """Lets in who has the password."""

    def __init__(
        self,
        accounts: Accounts,
        passwords: Passwords,
        attempts: Attempts,
        sessions: Sessions,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._attempts = attempts
        self._sessions = sessions
        self._sleep = sleep
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def is_open(self) -> bool:
        """Tell whether anybody can sign in here at all."""
        return bool(self._accounts.all())

    async def enter(self, name: str, password: SecretStr, address: str) -> SessionId:
        """Begin a session.

        Raises:
            TooSoon: wrong too often from this address.
            WrongNameOrPassword: they do not belong together.
        """
        name = name.strip().casefold()
        await self._sleep(self._attempts.begin(name, address))
        account = self._accounts.find(name)
        async with self._turns:
            is_right = await asyncio.to_thread(self._passwords.match, account.password if account else None, password)
        if account is None or not is_right:
            raise WrongNameOrPassword
        self._attempts.was_right(name, address)
        return self._sessions.open(Staff(account.name, account.grants, f"konto:{account.name}", account.version))

    def still_stands(self, session: Session) -> bool:
        """Tell whether the account of a session is as it was: `bot staff remove` and `password` end sessions at once."""
        if session.staff.version is None:
            return True
        account = self._accounts.find(session.staff.name)
        return account is not None and account.version == session.staff.version
