"""The questions as data, in the order they are asked. Their words stand in data/tekster/afklaring.yml.

Their content follows facts.md: concrete everyday scenes and no scale (S-04, S-05, S-10), the danger signs R-01 to R-08,
and the seed's steps for professionals (section 7).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.reflection.state import NONE, Told


@dataclass(frozen=True)
class Question:
    """One question. `id` names the field of Told, the slot `afklaring_<id>` and the texts.

    `ends` maps the options that end the questions to the ending; `yes` and `no` are what a plain yes or no chooses.
    """

    id: str
    options: tuple[str, ...]
    asked: Callable[[Told], bool]
    several: bool = False
    skippable: bool = True
    yes: str | None = None
    no: str | None = None
    ends: Mapping[str, str] = field(default_factory=dict)

    @property
    def hearable(self) -> frozenset[str]:
        """Give every option that an answer can hold: those shown, and what a plain yes or no chooses."""
        return frozenset(self.options) | {option for option in (self.yes, self.no) if option}


STOPPED = "stop"
UNSAFE = "ikke_trygt"
DANGER = "fare:"  # followed by the danger
DANGER_TO_OTHER = "fare_anden"

# Each scene with the form of violence it belongs to: an intent `oplever_<form>` says as much as the scene.
SCENES = {
    "skubbet": "fysisk_vold",
    "vogter_ord": "psykisk_vold",
    "goeres_lille": "psykisk_vold",
    "afskaaret": "psykisk_vold",
    "ting": "materiel_vold",
    "penge": "oekonomisk_vold",
    "telefon": "digital_vold",
    "opsoegt": "stalking",
    "sex": "seksuel_vold",
    "familie": "social_kontrol",
    "eks_bliver_ved": "eftervold",
}
SIGNS = ("kvaelertag", "drabstrusler", "vaaben", "vaerre", "fulgt", "brud", "selvmordstrusler")
A_SIGN = "noget"  # a plain yes to the danger signs: one of them, we need not know which
OTHERS = ("kender", "barn")


def _person(told: Told) -> bool:
    """Where it was not said who it is about, the questions are those of the person themselves: they ask for most safety."""
    return not told.knows("hvem") or "mig" in told.chosen("hvem")


def _relative(told: Told) -> bool:
    return any(other in told.chosen("hvem") for other in OTHERS)


def _professional(told: Told) -> bool:
    return "fagperson" in told.chosen("hvem")


def _always(_: Told) -> bool:
    return True


QUESTIONS = (
    Question("start", ("ja", "nej"), _always, skippable=False, yes="ja", no="nej", ends={"nej": STOPPED}),
    Question("tryg", ("ja", "nej"), lambda told: not _professional(told), yes="ja", no="nej", ends={"nej": UNSAFE}),
    Question("hvem", ("mig", "kender", "barn", "fagperson"), _always),
    Question("modpart", ("partner", "eks", "familie", "anden"), _person),
    Question("scener", (*SCENES, NONE), _person, several=True, no=NONE),
    Question("naar", ("nu", "nylig", "laenge_siden"), _person, yes="nu"),
    Question(
        "fare",
        (*SIGNS, NONE),
        _person,
        several=True,
        yes=A_SIGN,
        no=NONE,
        ends=dict.fromkeys((*SIGNS, A_SIGN), DANGER + "trusler_paa_livet"),
    ),
    Question("boern", ("ja", "nej"), _person, yes="ja", no="nej"),
    Question("hjaelp", ("sted", "tale", "gruppe", "praktisk", "forstaa"), _person),
    Question(
        "i_vejen",
        ("rusmidler", "sygdom", "bolig", "opdages", "krisecenter", NONE),
        _person,
        several=True,
        no=NONE,
    ),
    Question("p_fare", ("ja", "nej"), _relative, yes="ja", no="nej", ends={"ja": DANGER_TO_OTHER}),
    Question(
        "p_boern",
        ("ja", "nej"),
        lambda told: _relative(told) and "barn" not in told.chosen("hvem"),
        yes="ja",
        no="nej",
    ),
    Question("p_fylder", ("sige", "vil_ikke", "selv", NONE), _relative, several=True, no=NONE),
    Question("f_trin", ("tegn", "bekraeftet", "oensker", "ikke_nu"), _professional),
    Question(
        "f_sikkerhed",
        ("fare", "boern", NONE),
        _professional,
        several=True,
        no=NONE,
        ends={"fare": DANGER_TO_OTHER},
    ),
    Question(
        "f_behov",
        ("sikkerhed", "andet", "senfoelger", NONE),
        lambda told: _professional(told) and told.chosen("f_trin") in ((), ("oensker",)),
        several=True,
        no=NONE,
    ),
)
# Asked when all is answered already and the questions are taken up again.
AGAIN = Question("igen", ("se", "forfra"), _always, skippable=False)
BY_ID = {question.id: question for question in (*QUESTIONS, AGAIN)}
