"""A line by the public API, as a citizen's page has it."""

from typing import Any

import httpx

from bot.conversation.messages import Message
from bot.scripts.judging import Finding
from bot.scripts.lines import Heard, Stopped

OK, CREATED, UNKNOWN = 200, 201, 401


class HttpLine:
    """See `bot.scripts.lines.Line`. The public API does not tell why."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._token = ""
        self._several = False

    async def begin(self, municipality: str | None) -> list[Message]:
        """See `Line`."""
        body = {"municipality": municipality} if municipality else {}
        answer = await self._request("POST", "/api/v1/conversation", json=body)
        if answer.status_code != CREATED:
            raise Stopped(Finding("chatten åbner", _problem(answer)))
        self._token = answer.json()["token"]
        return self._read(answer)

    async def write(self, text: str) -> Heard:
        """See `Line`."""
        return await self._heard({"text": text})

    async def choose(self, ids: list[str]) -> Heard:
        """See `Line`."""
        return await self._heard({"choices": ids} if self._several or len(ids) > 1 else {"choice": ids[0]})

    async def after_end(self) -> list[Message] | None:
        """See `Line`."""
        answer = await self._post({"text": "hej"})
        return self._read(answer) if answer.status_code == UNKNOWN else None

    async def end(self) -> None:
        """See `Line`. One that cannot be reached any more has nothing to end."""
        if self._token:
            try:
                await self._request("DELETE", "/api/v1/conversation")
            except Stopped:
                return

    async def _heard(self, body: dict[str, Any]) -> Heard:
        answer = await self._post(body)
        if answer.status_code != OK:
            raise Stopped(Finding("et svar", _problem(answer)))
        return Heard(self._read(answer))

    async def _post(self, body: dict[str, Any]) -> httpx.Response:
        return await self._request("POST", "/api/v1/conversation/messages", json=body)

    def _read(self, answer: httpx.Response) -> list[Message]:
        messages = [Message.model_validate(message) for message in answer.json().get("messages", [])]
        self._several = any(message.select == "many" and message.buttons for message in messages)
        return messages

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            return await self._client.request(method, path, headers=headers, **options)
        except httpx.TimeoutException:
            raise Stopped(Finding("assistenten svarer", "intet svar, før tiden var gået")) from None
        except httpx.HTTPError as error:
            raise Stopped(Finding("assistenten svarer", f"intet svar ({type(error).__name__})")) from None


def _problem(answer: httpx.Response) -> str:
    try:
        return f"{answer.status_code}: {answer.json()['detail']}"
    except (ValueError, KeyError):
        return str(answer.status_code)
