"""The gentle reflection with the whole assistant running: by taps, in the person's own words, and all that can happen midway."""

import pytest

from bot.knowledge.topics import ACUTE
from tests.conftest import Assistant, Talk

START = "Hjælp mig med at finde ud af det"
AWAY = "Jeg skal væk fra siden nu"
BACK_TO = "Tilbage til spørgsmålene"
NONE = "Ikke noget af det"
CODE = "Få en kode"


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """A talk of a person about themselves, at the question of who the other is."""
    talk.tap("Det handler om mig")
    talk.tap(START)
    talk.tap("Ja, det er fint")
    talk.tap("Ja, det er trygt")
    assert "Hvem er den anden" in talk.text()
    return talk


def to_danger_signs(talk: Talk) -> Talk:
    talk.tap("Min eks")
    talk.tap(NONE)
    talk.tap("Det sker stadig")
    assert "svært spørgsmål" in talk.text()
    return talk


def titles(talk: Talk) -> list[str]:
    return [button["title"] for message in talk.messages for button in message["buttons"]]


def is_urgent(talk: Talk) -> bool:
    first = talk.messages[0]
    return first["kind"] == "urgent" and first["links"][0]["href"] == "tel:112"


def test_the_whole_walk_by_taps(asked: Talk) -> None:
    talk = to_danger_signs(asked)
    talk.tap(NONE)
    assert "børn under 18" in talk.text()
    talk.tap("Nej")
    talk.tap("At møde andre, der kender det")
    talk.tap("Nej, ikke noget af det")
    mirror, ways, last = talk.messages
    assert "Den anden er din eks." in mirror["text"]
    assert "Du vil gerne møde andre." in mirror["text"]
    assert "gruppe, fordi" in ways["text"]
    assert CODE in titles(talk)
    assert {"tel:1888", "tel:112"} <= {link["href"] for link in last["links"]}
    assert talk.tap(CODE)


def test_the_whole_walk_in_own_words(talk: Talk) -> None:
    talk.say("kan du stille mig nogle spørgsmål så vi kan finde ud af hvad der passer")
    assert "i orden" in talk.text()
    talk.say("ja det er fint")
    assert "trygt" in talk.text()
    talk.say("ja")
    talk.say("det handler om mig selv")
    assert "Hvem er den anden" in talk.text()
    talk.say("det er min ekskæreste")
    assert "hverdagen" in talk.text()
    talk.say("han slår mig og tager mine penge")
    assert "Sker det stadig" in talk.text()
    talk.say("nej det er længe siden")
    talk.say("nej")
    assert "børn under 18" in talk.text()
    talk.say("nej jeg har ikke børn")
    talk.say("en at tale med")
    talk.say("jeg har angst")
    assert talk.messages[0]["text"].count("slået") == 1
    for told in ("din eks", "slået", "penge", "længe siden", "tale med nogen", "Sygdom"):
        assert told in talk.messages[0]["text"]
    assert talk.messages[1]["text"].count("fordi") == 3


def test_every_question_can_be_skipped(talk: Talk) -> None:
    talk.say("start afklaringen")
    talk.say("ja")
    asked = 0
    while "Spring over" in titles(talk):
        talk.tap("Spring over")
        asked += 1
    assert asked == 9
    assert "helt i orden" in talk.messages[0]["text"]
    assert "1888" in talk.messages[1]["text"]
    assert CODE in titles(talk)


@pytest.mark.parametrize("way", ["Tilbage", "gå tilbage"])
def test_back_asks_the_earlier_question_again(asked: Talk, way: str) -> None:
    asked.tap("Min eks")
    assert "hverdagen" in asked.text()
    asked.say(way)
    assert "Hvem er den anden" in asked.text()


@pytest.mark.parametrize("words", ["Stop spørgsmålene", "jeg vil ikke svare på mere"])
def test_stopping_stops_keeps_what_was_told_and_lets_it_go_on(asked: Talk, words: str) -> None:
    asked.tap("Min eks")
    asked.say(words)
    assert "stopper vi" in asked.text()
    asked.tap(BACK_TO)
    assert "hverdagen" in asked.text()


def test_no_at_the_beginning_is_no(talk: Talk) -> None:
    talk.say("start afklaringen")
    talk.tap("Nej tak")
    assert "stopper vi" in talk.text()
    talk.say("hvad er et tilhold")
    assert BACK_TO not in titles(talk)


def test_why_is_answered_and_the_question_asked_again(asked: Talk) -> None:
    first, question, _ = asked.tap("Hvorfor spørger du?")
    assert "Jeg spørger, fordi" in first["text"]
    assert "Hvem er den anden" in question["text"]


@pytest.mark.parametrize(
    "words",
    [
        "Nej, ikke lige nu",
        "nej",
        "nej der er en der kigger",
        "han sover ved siden af mig",
        "nej han sidder lige ved siden af",
    ],
)
def test_not_safe_to_write_gives_112_and_the_way_out(talk: Talk, words: str) -> None:
    talk.say("start afklaringen")
    talk.say("ja")
    talk.say(words)
    assert is_urgent(talk)
    assert "Shift tre gange" in talk.text()
    assert "Jeg skal væk fra siden nu" in titles(talk)
    talk.tap("Jeg kan godt skrive nu")
    assert "trygt" in talk.text()


def test_a_digression_is_answered_and_yes_goes_back_to_the_question(asked: Talk) -> None:
    asked.say("hvad er et tilhold")
    assert "tilhold" in asked.text().lower()
    assert BACK_TO in titles(asked)
    asked.say("ja")
    assert "Hvem er den anden" in asked.text()
    asked.say("hvem kan se det jeg skriver?")
    asked.tap(BACK_TO)
    assert "Hvem er den anden" in asked.text()


def test_after_a_digression_the_answer_itself_is_understood_too(asked: Talk) -> None:
    asked.say("hvad er et tilhold")
    asked.say("det er min eks")
    assert "hverdagen" in asked.text()


def test_a_yes_to_a_question_of_the_digression_is_meant_for_it(asked: Talk) -> None:
    asked.say("jeg er bekymret for et barn i familien, det trives ikke")
    assert "i fare lige nu" in asked.text()
    asked.say("ja")
    assert is_urgent(asked)


def test_who_talks_of_other_things_for_long_is_let_go(asked: Talk) -> None:
    for text in ("hvad er et tilhold", "hvad er vold", "koster det noget"):
        asked.say(text)
        assert BACK_TO in titles(asked)
    asked.say("hvad er en risikovurdering")
    assert BACK_TO not in titles(asked)
    asked.say("start afklaringen")
    assert "Hvem er den anden" in asked.text()


DANGERS = {
    "akut_fare": "han er på vej op ad trappen",
    "trusler_paa_livet": "han tog kvælertag på mig",
    "selvmordstanker": "jeg vil ikke leve mere",
    "barn_i_fare": "min far slår min lillebror",
    "nyligt_overgreb": "jeg blev voldtaget i nat",
}
STEPS = ["Min eks", NONE, "Det sker stadig", NONE, "Nej", "En at tale med"]


@pytest.mark.parametrize("steps", range(len(STEPS) + 1))
def test_danger_at_every_step_ends_the_questions_and_keeps_what_was_told(asked: Talk, steps: int) -> None:
    for title in STEPS[:steps]:
        asked.tap(title)
    asked.say("han er på vej op ad trappen")
    assert is_urgent(asked)
    assert not [message for message in asked.messages if message["kind"] == "question"]
    asked.tap(BACK_TO)
    assert "trygt" in asked.text(), "whether it is safe to write is asked anew"
    before = asked.text()
    asked.tap("Ja, det er trygt")
    assert asked.text() != before
    assert "Hvem handler det om" not in asked.text()


@pytest.mark.parametrize("danger", DANGERS)
def test_each_danger_gets_its_own_answer_midway(assistant: Assistant, asked: Talk, danger: str) -> None:
    assert danger in ACUTE
    outside = assistant.talk()
    outside.say(DANGERS[danger])
    asked.say(DANGERS[danger])
    assert asked.messages[0]["kind"] == "urgent"
    assert [message["text"] for message in asked.messages] == [message["text"] for message in outside.messages]
    assert set(titles(asked)) == {*titles(outside), BACK_TO, AWAY}


@pytest.mark.parametrize(
    "sign",
    [
        "Jeg er blevet taget om halsen",
        "Nogen har truet med at slå ihjel",
        "Der er våben indblandet",
        "Det bliver værre eller sker oftere",
        "Jeg bliver fulgt eller overvåget",
        "Jeg er gået eller vil snart gå",
        "Den anden truer med selvmord",
    ],
)
def test_each_danger_sign_ends_the_questions(asked: Talk, sign: str) -> None:
    to_danger_signs(asked).tap(sign)
    assert is_urgent(asked)
    assert "1888" in asked.text()
    assert BACK_TO in titles(asked)


def test_a_danger_sign_among_others_and_its_mirror_afterwards(asked: Talk) -> None:
    to_danger_signs(asked).tap("Der er våben indblandet", NONE)
    assert is_urgent(asked)
    asked.tap(BACK_TO)
    asked.tap("Ja, det er trygt")
    assert "børn under 18" in asked.text(), "the danger signs are not asked again"
    while "Spring over" in titles(asked):
        asked.tap("Spring over")
    assert "1. Ring 112" in asked.messages[1]["text"]
    assert "gruppe" not in asked.messages[1]["text"]


def test_yes_to_the_danger_signs_is_danger(asked: Talk) -> None:
    to_danger_signs(asked).say("ja")
    assert is_urgent(asked)


def test_several_scenes_at_once(asked: Talk) -> None:
    question = asked.tap("Min partner")[0]
    assert (question["kind"], question["select"]) == ("question", "many")
    asked.tap("Mine ting bliver ødelagt", "En anden styrer mine penge")
    assert "Sker det stadig" in asked.text()
    while "Spring over" in titles(asked):
        asked.tap("Spring over")
    assert "ødelagt" in asked.messages[0]["text"]
    assert "penge" in asked.messages[0]["text"]


def test_what_was_told_before_is_not_asked_again(talk: Talk) -> None:
    talk.tap("Det handler om mig")
    talk.say("han låser kontoen og jeg skal bede om penge til mad")
    talk.say("min eks bliver ved med at chikanere mig efter bruddet")
    talk.say("start afklaringen")
    talk.say("ja")
    talk.say("ja")
    assert "Du har allerede fortalt" in talk.text(), "neither who it is about nor who the other is"
    assert "En anden styrer mine penge" not in titles(talk)
    while "Spring over" in titles(talk):
        talk.tap("Spring over")
    assert "En anden styrer dine penge." in talk.messages[0]["text"]


def test_what_is_told_out_of_turn_is_met_and_remembered(asked: Talk) -> None:
    asked.say("han bestemmer over alle mine penge og jeg får kun lommepenge af ham")
    assert "fortæller det" in asked.text() or "Godt, at du siger det" in asked.text()
    asked.say("min mand")
    assert "En anden styrer mine penge" not in titles(asked)


def test_twice_not_understood_lets_the_question_be(asked: Talk) -> None:
    asked.say("sådan lidt af hvert vel")
    assert "Hvem er den anden" in asked.text()
    asked.say("sådan lidt af hvert vel")
    assert "lader det spørgsmål ligge" in asked.text()
    assert "hverdagen" in asked.text()


@pytest.mark.parametrize(
    ("text", "kind"), [("han kommer nu luk siden", "exit"), ("slet alt hvad jeg har skrevet", "text")]
)
def test_leaving_midway_leaves(asked: Talk, text: str, kind: str) -> None:
    messages = asked.say(text)
    assert messages[-1]["kind"] == kind
    assert BACK_TO not in titles(asked)


def test_when_all_is_answered_one_can_see_it_again_or_begin_again(talk: Talk) -> None:
    talk.say("start afklaringen")
    talk.say("ja")
    talk.tap("Ja, det er trygt")
    talk.tap("Om en voksen, jeg kender")
    while "Spring over" in titles(talk):
        talk.tap("Spring over")
    talk.tap("Se eller ret mine svar")
    talk.tap("Se mine svar igen")
    assert CODE in titles(talk)
    talk.tap("Se eller ret mine svar")
    talk.tap("Begynd forfra")
    assert "trygt" in talk.text()


def test_a_relative_has_a_short_walk_of_their_own(talk: Talk) -> None:
    talk.tap("Det handler om en, jeg kender")
    talk.tap(START)
    talk.say("ja")
    talk.say("ja")
    assert "i fare lige nu" in talk.text()
    talk.tap("Nej, ikke lige nu")
    talk.tap("Ja")
    talk.tap("Jeg ved ikke, hvad jeg kan sige", "Det slider på mig selv")
    assert "Spørg kommunen til råds" in talk.messages[1]["text"]
    assert "Find ord" in talk.messages[1]["text"]
    assert "slider på dig" in talk.messages[0]["text"]


def test_a_relative_who_sees_danger_gets_the_number(talk: Talk) -> None:
    talk.tap("Det handler om en, jeg kender")
    talk.tap(START)
    talk.say("ja")
    talk.say("ja")
    talk.tap("Ja, det tror jeg")
    assert is_urgent(talk)
    assert "Gå ikke selv imellem" in talk.text()


def test_a_professional_follows_the_four_steps(talk: Talk) -> None:
    talk.tap("Jeg er fagperson")
    talk.tap("Vis mig det trin for trin")
    talk.say("ja")
    assert "fire trin" in talk.text()
    talk.tap("Personen ønsker hjælp")
    talk.say("der er børn")
    assert "ud over volden" in talk.text(), "still a professional's questions"
    talk.tap(NONE)
    assert "underretning" in talk.messages[1]["text"]
    assert "Risikovurdering" in talk.messages[1]["text"]
    assert "Hvordan virker en underretning?" in titles(talk)


@pytest.mark.parametrize("typed", ['/svar{"valg": ["vaaben"]}', 'svar{"valg": ["vaaben"]}', "/svar", "afklaring_form"])
def test_a_typed_answer_in_code_is_just_text(asked: Talk, typed: str) -> None:
    to_danger_signs(asked)
    asked.say(typed)
    if is_urgent(asked):  # the word for a weapon may be heard; what was typed as code may not
        assert "vaaben" in typed
    assert asked.post({"text": "hej"}).status_code == 200
