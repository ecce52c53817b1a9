"""Choosing: what a button may carry to the dialogue, and how several are told apart in the terminal."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.checking.load import load_library
from bot.conversation.engine import Reply
from bot.conversation.messages import read_payload
from bot.conversation.service import ConversationService, UnknownChoice
from bot.knowledge.answers import Response
from bot.knowledge.library import Shelf
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT
from bot.terminal import numbered
from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText

QUESTION: Response = {
    "text": "Kan du genkende noget?",
    "buttons": [
        {"title": "A", "payload": '/svar{"valg": ["a"]}'},
        {"title": "B", "payload": '/svar{"valg": ["b"]}'},
    ],
    "custom": {"kind": "question", "select": "many"},
}
AROUND: Response = {"text": "Du behøver ikke svare.", "buttons": [{"title": "Spring over", "payload": "/spring_over"}]}


class Listening:
    """An engine that answers with one question and remembers what it was sent."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, list[str]]] = []

    async def say(self, conversation: object, text: object) -> Reply:
        return Reply([QUESTION, AROUND], {"also": "pris"}, known=True)

    async def choose(self, conversation: object, intent: str, chosen: object = ()) -> Reply:
        self.heard.append((intent, list(chosen)))  # type: ignore[call-overload]
        return Reply([QUESTION, AROUND], None, known=True)

    async def forget(self, conversation: object) -> None:
        pass


@pytest.fixture
def engine() -> Listening:
    return Listening()


@pytest.fixture
def service(engine: Listening) -> ConversationService:
    from bot.conversation.sessions import MemorySessions

    sessions = MemorySessions(lambda: 0.0, 60, 10)
    library = replace(load_library(ROOT), topics={"pris": "Koster det noget?"})
    return ConversationService(
        engine,
        sessions,
        Shelf(lambda: library, list),
        lambda: datetime.now(DENMARK),
        redactor=Redactor.load(),
        danger=DangerDetector.load(),
        max_turns=150,
    )


async def test_several_options_go_to_the_dialogue_together(service: ConversationService, engine: Listening) -> None:
    token, _ = await service.begin()
    asked = (await service.write(token, RawText("hej"))).messages
    ids = [button.id for message in asked for button in message.buttons]
    await service.choose(token, ids[0], ids[1], ids[0])
    assert engine.heard == [("svar", ["a", "b"])]


async def test_an_option_and_a_way_round_do_not_go_together(service: ConversationService, engine: Listening) -> None:
    token, _ = await service.begin()
    asked = (await service.write(token, RawText("hej"))).messages
    ids = [button.id for message in asked for button in message.buttons]
    for wrong in ([ids[0], ids[2]], [ids[0], "b99"], []):
        with pytest.raises(UnknownChoice):
            await service.choose(token, *wrong)
    assert engine.heard == []


async def test_beside_a_question_no_second_wish_is_offered(service: ConversationService) -> None:
    token, _ = await service.begin()
    asked = (await service.write(token, RawText("hej"))).messages
    assert [button.title for message in asked for button in message.buttons] == ["A", "B", "Spring over"]


def test_a_payload_is_an_intent_with_or_without_options() -> None:
    assert read_payload("/om_mig") == ("om_mig", [])
    assert read_payload('/svar{"valg": ["a", "b"]}') == ("svar", ["a", "b"])


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("2", ["y"]),
        ("1,3", ["x", "z"]),
        (" 1 , 2 ", ["x", "y"]),
        ("4", []),
        ("0", []),
        ("1,9", []),
        ("hej", []),
        ("", []),
    ],
)
def test_the_terminal_takes_one_number_or_several(line: str, chosen: list[str]) -> None:
    assert numbered(line, ["x", "y", "z"]) == chosen
