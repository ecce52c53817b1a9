"""Danger told in another language gets the number first, in that language, by rules alone and without the engine."""

import re
from pathlib import Path

import pytest
import yaml

from bot.conversation.engine import HttpEngine, engine_client
from bot.conversation.making import make_service
from bot.conversation.messages import Kind
from bot.settings import ROOT, Settings
from bot.supervisor import free_port
from bot.text.danger import DangerDetector
from bot.text.danger.detector import LANGUAGES
from bot.text.identifiers import Redactor
from bot.text.identifiers.lexicon import WORDS
from bot.text.kinds import RawText
from tests.conftest import Talk

SAID = {
    "he is going to kill me": "en",
    "my husband is hitting me right now": "en",
    "he has a knife": "en",
    "I don't want to live anymore": "en",
    "er bringt mich um": "de",
    "mein Mann schlägt mich gerade": "de",
    "er hat ein Messer": "de",
    "on mnie zabije": "pl",
    "mąż mnie teraz bije": "pl",
    "він мене вб'є": "uk",
    "он убьет меня": "uk",
    "чоловік б’є мене зараз": "uk",
    "سوف يقتلني": "ar",
    "زوجي يضربني الآن": "ar",
    "kocam beni öldürecek": "tr",
    "yardim edin kocam beni dovuyor": "tr",
    "wuu i dilayaa": "so",
    "ninkaygu wuu i garaacayaa": "so",
    "شوهرم مرا می‌کشد": "fa",
    "او منو میکشه": "fa",
    "toqunniarpaanga": "kl",
}
CALM = [
    "my husband controls my money and i am scared",
    "can you help me i do not speak danish",
    "ich brauche einen Dolmetscher",
    "mąż kontroluje moje pieniądze",
    "допоможіть мені будь ласка",
    "أحتاج إلى مساعدة",
    "türkçe biliyor musunuz",
    "ma ku hadashaa af soomaali",
    "از شوهرم می ترسم",
    "kalaallisut oqaluttarpit",
]


@pytest.fixture(scope="module")
def detector() -> DangerDetector:
    return DangerDetector.load()


@pytest.mark.parametrize(("text", "language"), SAID.items())
async def test_the_number_comes_first_in_the_language_also_without_an_engine(text: str, language: str) -> None:
    service = make_service(Settings(), HttpEngine(engine_client(f"http://127.0.0.1:{free_port()}", "x")))
    token, _ = await service.begin()
    answer = await service.write(token, RawText(text))
    texts = yaml.safe_load((ROOT / "data/tekster/sprog.yml").read_text(encoding="utf-8"))["svar"]
    assert answer.messages[0].kind is Kind.URGENT
    assert [link.href for link in answer.messages[0].links] == ["tel:112", "tel:1888"]
    assert texts[f"andet_sprog_fare_{language}"][0]["text"].startswith(answer.messages[0].text)


def test_with_the_engine_it_is_the_same_and_the_conversation_stays(talk: Talk) -> None:
    messages = talk.say("he is going to kill me")
    assert messages[0]["text"].startswith("Call 112")
    assert "tilhold" in " ".join(message["text"] for message in talk.say("hvad er et tilhold")).lower()


@pytest.mark.parametrize("text", CALM)
def test_what_is_not_danger_is_answered_in_the_language(talk: Talk, text: str) -> None:
    messages = talk.say(text)
    assert not [message for message in messages if message["kind"] == "urgent"]
    assert "112" in messages[0]["text"]
    assert "Fare nu" not in messages[0]["text"], "the line for a language that was not seen"


def test_no_rule_of_another_language_fires_on_danish(detector: DangerDetector) -> None:
    redactor = Redactor.load()
    for file in sorted(Path(ROOT / "tests" / "understanding").glob("*.tsv")):
        texts = [line.split("\t")[2] for line in file.read_text(encoding="utf-8").splitlines()]
        found = [(text, detector.find(redactor.redact(RawText(text)).text)) for text in texts]
        assert not [text for text, danger in found if danger and danger.language]


def test_no_word_of_danger_is_taken_for_a_name() -> None:
    """A knife that becomes [navn] before the rules have read it is a danger that is missed."""
    redactor = Redactor.load()
    first_names = set((WORDS / "fornavne.txt").read_text(encoding="utf-8").lower().splitlines())
    said = {
        f"er hat ein {word.capitalize()} hier" if language == "de" else word
        for language, of_language in yaml.safe_load(LANGUAGES.read_text(encoding="utf-8")).items()
        for rules in of_language["farer"].values()
        for rule in rules
        for pattern in rule["moenstre"]
        for word in re.findall(r"[^\W\d_]{3,}", pattern)
        if word not in first_names
    }
    assert [text for text in sorted(said) if redactor.redact(RawText(text)).removed] == []
