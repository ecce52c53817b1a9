"""A short answer in the person's own language: 112, 1888, and that the chat itself answers in Danish."""

import re
from functools import cache
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say
from bot.settings import ROOT

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_FARSI_ONLY = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")  # letters that Arabic does not have
ENOUGH = 2  # words that must speak for a language


class AnotherLanguage(Action):
    """Answers a wish for another language, in it where it shows which."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_andet_sprog"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        language = language_of(tracker.latest_message.get("text") or "")
        say(dispatcher, tracker, f"andet_sprog_{language}" if language else "andet_sprog")
        return []


def language_of(text: str) -> str | None:
    """Give the code of the language a text is in, among those there is an answer in; None for Danish and all others."""
    if _CYRILLIC.search(text):
        return "uk"
    if _ARABIC.search(text):
        return "fa" if _FARSI_ONLY.search(text) else "ar"
    words = set(re.findall(r"\w+", text.lower()))
    hits = {language: len(words.intersection(known)) for language, known in known_words().items()}
    likeliest = max(hits, key=lambda language: hits[language])
    return likeliest if hits[likeliest] >= ENOUGH else None


@cache
def known_words() -> dict[str, list[str]]:
    """Give the words that each language is known by."""
    content: dict[str, list[str]] = yaml.safe_load(
        (ROOT / "data" / "viden" / "sprogord.yml").read_text(encoding="utf-8")
    )
    return content
