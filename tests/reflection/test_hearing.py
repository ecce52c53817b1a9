"""How a message is heard at an open question: taps, plain words, intents; and what is none of them."""

from pathlib import Path

import pytest
import yaml

from bot.knowledge.topics import ACUTE
from bot.reflection.hearing import WHO, Heard, Kind, Message, hear
from bot.reflection.questions import A_SIGN, BY_ID, QUESTIONS
from bot.reflection.state import NONE
from bot.reflection.texts import Texts
from bot.settings import ROOT

TEXTS = Texts.load(ROOT / "data" / "tekster")
UNSURE = "nlu_fallback"


def heard(question: str, text: str = "", intent: str = UNSURE, also: str | None = None, *choices: str) -> Heard:
    return hear(BY_ID[question], Message(intent, text, also, choices), TEXTS)


@pytest.mark.parametrize(
    ("question", "text", "intent", "options"),
    [
        ("hvem", "det er mig selv", UNSURE, ("mig",)),
        ("hvem", "min mor slår mig", "oplever_fysisk_vold", ("mig",)),
        ("hvem", "min veninde", UNSURE, ("kender",)),
        ("hvem", "", "fagperson", ("fagperson",)),
        ("modpart", "min kæreste", UNSURE, ("partner",)),
        ("modpart", "det er min eks-kæreste", UNSURE, ("eks",)),
        ("modpart", "MIN FAR", UNSURE, ("familie",)),
        ("modpart", "min kaereste", UNSURE, ("partner",)),
        ("naar", "det er mange år siden", UNSURE, ("laenge_siden",)),
        ("naar", "hver dag næsten", UNSURE, ("nu",)),
        ("naar", "ja", "ja", ("nu",)),
        ("boern", "ja to børn", "ja", ("ja",)),
        ("boern", "nej ingen børn", "nej", ("nej",)),
        ("boern", "jeg er gravid", UNSURE, ("ja",)),
        ("hjaelp", "et sted at være", UNSURE, ("sted",)),
        ("i_vejen", "jeg drikker og har angst", UNSURE, ("rusmidler", "sygdom")),
        ("i_vejen", "nej", "nej", (NONE,)),
        ("fare", "nej", "nej", (NONE,)),
        ("fare", "ja", "ja", (A_SIGN,)),
        ("fare", "han har en kniv", UNSURE, ("vaaben",)),
        ("fare", "nej, men det bliver værre", "nej", ("vaerre",)),
        ("p_fylder", "jeg sover dårligt", UNSURE, ("selv",)),
        ("f_trin", "jeg har set tegn", UNSURE, ("tegn",)),
    ],
)
def test_free_text_answers(question: str, text: str, intent: str, options: tuple[str, ...]) -> None:
    got = heard(question, text, intent)
    assert got.kind is Kind.ANSWER
    assert set(got.options) == set(options)


def test_scenes_are_heard_by_intent_by_second_wish_and_by_words() -> None:
    both = heard("scener", "han slår mig og tager mine penge", "oplever_fysisk_vold", "oplever_oekonomisk_vold")
    assert set(both.options) == {"skubbet", "penge"}
    assert set(heard("scener", "han smadrer mine ting").options) == {"ting"}


@pytest.mark.parametrize("question", [question.id for question in QUESTIONS])
@pytest.mark.parametrize("danger", ACUTE)
def test_danger_is_heard_at_every_question_before_anything_else(question: str, danger: str) -> None:
    assert heard(question, "ja min eks", danger, None, "ja").kind is Kind.DANGER


@pytest.mark.parametrize("question", [question.id for question in QUESTIONS])
@pytest.mark.parametrize(
    ("intent", "text", "kind"),
    [
        ("spring_over", "spring over", Kind.SKIP),
        ("ved_ikke", "det ved jeg ikke", Kind.SKIP),
        ("stop_afklaring", "stop", Kind.STOP),
        ("hvorfor_spoerger_du", "hvad skal du bruge det til", Kind.WHY),
        ("forlad_siden", "luk", Kind.LEAVE),
        (UNSURE, "tilbage", Kind.BACK),
        (UNSURE, "gå tilbage", Kind.BACK),
        (UNSURE, "Et skridt tilbage, tak", Kind.BACK),
        (UNSURE, "blå elefanter danser", Kind.UNCLEAR),
        ("er_jeg_anonym", "kan nogen se det jeg skriver her?", Kind.ASIDE),
    ],
)
def test_the_ways_round_a_question_work_at_every_one(question: str, intent: str, text: str, kind: Kind) -> None:
    assert heard(question, text, intent).kind is kind


def test_a_question_of_the_person_s_own_is_no_answer() -> None:
    assert heard("modpart", "kan min eks få et tilhold?", "tilhold").kind is Kind.ASIDE
    assert heard("modpart", "og min eks?", "tilhold").kind is Kind.ASIDE
    assert heard("hjaelp", "hvad koster det at bo på et krisecenter", "ret_krisecenter").kind is Kind.ASIDE


def test_a_wish_is_an_answer_where_a_wish_is_asked_for() -> None:
    assert (
        heard("p_fylder", "hun vil ikke have hjælp og jeg sover ikke", "vil_ikke_have_hjaelp").options[0] == "vil_ikke"
    )
    assert heard("f_sikkerhed", "der er børn i familien som jeg tænker på", "bekymret_for_barn").options == ("boern",)
    assert heard("hjaelp", "jeg vil bare gerne snakke med et rigtigt menneske", "tal_med_menneske").options == ("tale",)


def test_who_it_is_about_said_outright_changes_the_path() -> None:
    assert heard("naar", "det handler i virkeligheden om en veninde", "om_en_anden") == Heard(Kind.PATH, ("kender",))


def test_what_is_told_out_of_turn_is_noticed() -> None:
    assert heard("boern", "han låser mine ting inde og tager min løn", "oplever_oekonomisk_vold").kind is Kind.TOLD


def test_a_button_of_another_question_asks_again() -> None:
    assert heard("hvem", "", "svar", None, "vaaben").kind is Kind.GO_ON
    assert heard("hvem", "", "svar", None, "mig", "barn").kind is Kind.GO_ON
    assert heard("scener", "", "svar", None, "skubbet", "penge") == Heard(Kind.ANSWER, ("skubbet", "penge"))
    assert heard("hvem", "", "svar", None, "tilbage").kind is Kind.BACK


def test_the_domain_remembers_who_it_is_about_from_the_same_intents() -> None:
    domain = yaml.safe_load(Path(ROOT / "domain.yml").read_text())
    mapped = {}
    for mapping in domain["slots"]["fortalt_hvem"]["mappings"]:
        if mapping["type"] == "from_entity":  # danger to others, told by what was noticed, not by the intent
            continue
        intents = mapping["intent"] if isinstance(mapping["intent"], list) else [mapping["intent"]]
        mapped |= dict.fromkeys(intents, mapping["value"])
    assert mapped == WHO
