"""Where the engine's actions run: the first of the machine's action servers that is there."""

import asyncio
import logging
from typing import Any, Sequence

import aiohttp
from rasa.utils.endpoints import EndpointConfig

logger = logging.getLogger(__name__)
TIMED_OUT = asyncio.TimeoutError
ACTION_SECONDS = 6.0  # less than a turn may take (bot.conversation.engine), so that a hung action holds no conversation


class FirstThatAnswers(EndpointConfig):
    """An action server, and others that stand in for it when it is gone or hangs.

    An action may then run twice. All it can leave behind is a code that nobody was shown, which opens for nobody.
    """

    def __init__(self, first: EndpointConfig, spares: Sequence[str], seconds: float = ACTION_SECONDS) -> None:
        super().__init__(first.url, first.params, first.headers, first.basic_auth, first.token, **first.kwargs)
        self._places = [first, *(EndpointConfig(url, **first.kwargs) for url in spares)]
        self._seconds = seconds

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Ask one after the other; raises what the last one raised (see parent class)."""
        kwargs["timeout"] = self._seconds / len(self._places)
        for place in self._places[:-1]:
            try:
                return await place.request(*args, **kwargs)
            except (TIMED_OUT, aiohttp.ClientConnectionError) as fault:
                logger.warning("An action server did not answer: %s", type(fault).__name__)
        try:
            return await self._places[-1].request(*args, **kwargs)
        except TIMED_OUT:
            raise aiohttp.ServerTimeoutError from None
