"""How an answer reads: short, plain, without words that hurt, and without claims of its own."""

import re
from collections.abc import Iterator

from bot.checking.states import State
from bot.conversation.messages import Said
from bot.knowledge.cards import Card
from bot.knowledge.content import Content, Wording
from bot.knowledge.filling import PLACEHOLDER, placeholders
from bot.knowledge.municipality_texts import MUNICIPALITY_TEXTS
from bot.knowledge.numbers import NATIONAL, phones_in, without_phones
from bot.knowledge.sheets import Fault
from bot.text.readability import lix, words

MOST_BUBBLES = 3
MOST_WORDS = 60
HARDEST_ANSWER = 35
HARDEST_WHOLE = 28
OTHER_LANGUAGES = re.compile(r"(utter_)?andet_sprog")  # LIX and the word lists are made for Danish


def whole(said: Said) -> str:
    """Give all bubbles of an answer as one text."""
    return "\n".join(bubble.text for bubble in said.bubbles)


def check_wording(wording: Wording, content: Content) -> Iterator[Fault]:
    """Check what stands in the file itself, outside the cards."""
    text = wording.response["text"]
    for name in dict.fromkeys(placeholders(text)):
        if content.is_whole and name not in MUNICIPALITY_TEXTS and content.cards.get(name) is None:
            yield wording.fault(f"kortet [[{name}]] findes ikke; ret navnet, eller skriv kortet")
    own = PLACEHOLDER.sub("", text)
    if "[[" in own or "]]" in own:
        yield wording.fault("en pladsholder er ikke lukket; skriv den som [[kort_id]]")
    if "[[" in repr({key: value for key, value in wording.response.items() if key != "text"}):
        yield wording.fault("kort kan kun stå i teksten; flyt det derop", "buttons")
    if word := content.rules.unsaid(_all_words(wording)):
        yield wording.fault(f"“{word}” siger vi ikke; skriv det på en anden måde")
    titles = [each["title"] for each in [*_buttons(wording), *_links(wording)]]
    calls = [link["href"].removeprefix("tel:") for link in _links(wording) if link["href"].startswith("tel:")]
    for number in sorted({*phones_in("\n".join([own, *titles])), *calls} - {*NATIONAL}):
        yield wording.fault(f"nummeret {number} er ikke et af de seks; sæt det på et kort, der kan godkendes")
    if is_danish(wording.name) and (claim := content.rules.claim(without_phones(own))):
        yield wording.fault(f"“{claim}” kræver et kort; flyt det til data/viden/kort, og sæt [[id]] ind")


def check_rendered(wording: Wording, said: Said, state: State) -> Iterator[Fault]:
    """Check how a wording reads in one state."""
    if not said.bubbles:
        yield wording.fault(f"({state.name}) bliver tomt; skriv en sætning, der altid kan stå der")
    if len(said.bubbles) > MOST_BUBBLES:
        yield wording.fault(f"({state.name}) har {len(said.bubbles)} bobler; højst {MOST_BUBBLES}")
    for number, bubble in enumerate(said.bubbles, 1):
        if (count := len(words(bubble.text))) > MOST_WORDS and is_danish(wording.name):
            yield wording.fault(f"({state.name}) boble {number} har {count} ord; højst {MOST_WORDS}")
    if is_danish(wording.name) and (hard := lix(whole(said))) > HARDEST_ANSWER:
        yield wording.fault(f"({state.name}) har LIX {hard:.0f}, højst {HARDEST_ANSWER}; brug kortere ord og sætninger")


def check_whole(said: list[Said], state: State) -> Iterator[Fault]:
    """Check how all (Danish) answers read together in one state."""
    if (hard := lix("\n".join(whole(each) for each in said))) > HARDEST_WHOLE:
        text = f"({state.name}) alle svar har tilsammen LIX {hard:.1f}, højst {HARDEST_WHOLE}; gør de sværeste lettere"
        yield Fault("data/svar", 1, text)


def check_repeats(wordings: list[Wording]) -> Iterator[Fault]:
    """Find wordings that say the very same as one before them."""
    first: dict[str, Wording] = {}
    for wording in wordings:
        earlier = first.setdefault(wording.response["text"], wording)
        if earlier is not wording:
            yield wording.fault(f"siger det samme som {earlier.name}; skriv det ene om")


def check_card_reads(card: Card, stands_alone: bool) -> Iterator[tuple[str, str]]:
    """Give what makes a card too hard for “Fortæl mere”: the value, and the words.

    That says the longer text of every card, and the short one of those that stand in no answer.
    """
    for name in ("tekst", "mere") if stands_alone else ("mere",):
        text = getattr(card, name)
        if (count := len(words(text))) > MOST_WORDS:
            yield name, f"{name}: har {count} ord, højst {MOST_WORDS}; gør det kortere"
        elif (hard := lix(text)) > HARDEST_ANSWER:
            yield name, f"{name}: har LIX {hard:.0f}, højst {HARDEST_ANSWER}; brug kortere ord og sætninger"


def is_danish(name: str) -> bool:
    """Tell whether an answer is in Danish, going by its name."""
    return not OTHER_LANGUAGES.match(name)


def _all_words(wording: Wording) -> str:
    return "\n".join([wording.response["text"], *(button["title"] for button in _buttons(wording))])


def _buttons(wording: Wording) -> list[dict[str, str]]:
    return wording.response.get("buttons") or []


def _links(wording: Wording) -> list[dict[str, str]]:
    links: list[dict[str, str]] = (wording.response.get("custom") or {}).get("links", [])
    return links
