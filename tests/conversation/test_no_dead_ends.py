"""Every button of every answer, tapped for real: from the opening, six taps deep, each gives an answer with a way on."""

from typing import Any

from bot.checking.ways import DEPTH, tapped_to
from bot.knowledge.content import read_content
from bot.settings import ROOT
from tests.conftest import Assistant

Messages = list[dict[str, Any]]
Path = tuple[str, ...]  # the titles tapped, from the opening
LEAVES = "exit"


def state(messages: Messages) -> str:
    return "\n".join(message["text"] for message in messages)


def buttons(messages: Messages) -> list[tuple[str, str]]:
    """Give the title of each button, and what tells it from others of that title: a question's options are its own."""
    place = "".join(message["text"] for message in messages if message["kind"] == "question")
    return [(button["title"], place) for message in messages for button in message["buttons"]]


def leads_on(messages: Messages) -> bool:
    return any(message["buttons"] or message["links"] or message["kind"] == LEAVES for message in messages)


def walked(assistant: Assistant, path: Path) -> Messages:
    talk = assistant.talk()
    for title in path:
        talk.tap(title)
    return talk.messages


def test_every_button_six_taps_deep_gives_an_answer_with_a_way_on(assistant: Assistant) -> None:
    states: set[str] = set()
    tapped: set[tuple[str, str]] = set()
    stuck: list[Path] = []
    paths: list[Path] = [()]
    for _ in range(DEPTH + 1):
        further: list[Path] = []
        for path in paths:
            here = walked(assistant, path)
            if not here or not leads_on(here) or "[[" in state(here):
                stuck.append(path)
            if state(here) not in states:
                states.add(state(here))
                fresh = dict.fromkeys(button for button in buttons(here) if button not in tapped)
                tapped.update(fresh)
                further += [(*path, title) for title, _ in fresh]
        paths = further
    assert not stuck
    assert len(states) > 90  # almost every wish, and the questions of the reflection


# Said, and never offered on a button within six taps: it would stand in the way of what is.
SAID_ONLY = {
    *("ja", "nej", "ved_ikke", "spring_over", "stop_afklaring", "hvorfor_spoerger_du", "svar"),  # answers to a question
    *("fortael_mere", "hvor_ved_du_det_fra", "forstaar_ikke", "hvem_er_du", "andet_sprog"),  # about an answer
    *("tak", "utilfreds", "uden_for_emne", "forlad_siden"),  # the page has a button of its own for the last
    *("mand_udsat", "lgbt_udsat", "aeldre_udsat", "handicap_udsat", "gravid_udsat"),  # who one is
    "anden_truer_med_selvmord",  # offered where the talk is about another, whose texts are not counted here
    *("udoever_selv", "slaar_eget_barn"),  # what nobody wants to read that they might be
    *("info_materiel_vold", "info_seksuel_vold", "info_social_kontrol", "info_eftervold", "oplever_materiel_vold"),
    *("hvad_er_koden", "slet_kode"),  # offered beside a code
    *("overlevering_svar", "spoerger_efter_person"),  # an answer on the way to a code; never suggested to anybody
    *("hvad_goer_jeg", "er_gaaet"),  # what one comes with
}


def test_what_cannot_be_tapped_to_can_be_said() -> None:
    content = read_content(ROOT)
    by_words_only = set(content.intents) - tapped_to(content)
    assert by_words_only - content.typed <= {"nlu_fallback", "svar", "overlevering_svar"}
    assert by_words_only == SAID_ONLY
