"""What a sentence says of a name that no list can: that it is one, who bears it, what only people are and do.

The words that say it stand in `ord/tegn.yml`; each function here is one way of putting them together.
"""

from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.words import Sentence

_REACH = 4  # words from "er" to what only a person is: "mark er udadtil den sødeste fyr"
_LATER = 9  # words until it is told who somebody is: "vibe mere siger han, hun er min veninde"
_SUBJECTS = ("jeg", "du", "han", "hun", "vi", "de")
_OBJECTS = ("mig", "ham", "hende", "os", "jer", "dem", "mine", "min", "mit")
_POSSESSIVES = ("hans", "hendes", "mit", "min", "dit", "din", "deres")


def is_called_a_name(sentence: Sentence, index: int) -> bool:
    """Tell whether any word, however ordinary, is said to be a name: "dreng er hans kælenavn", "sand hun hedder"."""
    after, second, third = (sentence.folded(index + step) for step in (1, 2, 3))
    names = sentence.cues.said_of_names
    if after in ("er", "var") and (second in names - {"navn"} or (second in _POSSESSIVES and third in names)):
        return True
    is_called = second in ("hedder", "heder", "hedte") and after in _SUBJECTS
    if not is_called:
        return False
    word, before = sentence.words[index], (sentence.folded(index - 2), sentence.folded(index - 1))
    is_asked = before in (("er", "det"), ("det", "er"))
    return is_asked or not word.can_be(Is.ORDINARY) or word.can_be(Is.FIRST_NAME | Is.SURNAME)


def is_told_of_person(sentence: Sentence, index: int) -> bool:
    """Tell whether what is said of a word is said of people only: "per er ikke ond", "sten har boet alene", "Ask er kun 3"."""
    cues, opens = sentence.cues, sentence.words[index].opens or sentence.folded(index - 1) in sentence.cues.before_act
    after = sentence.folded(index + 1)
    said = [sentence.folded(index + step) for step in range(2, 2 + _REACH)]
    if not opens:
        return False
    if after in ("er", "var", "bliver", "blev"):
        return _until_stop(said, cues.said_of_persons)
    if after in ("har", "havde"):
        return _until_stop(said, cues.done_by_persons)
    is_plain = not sentence.words[index].can_be(Is.NOUN) or sentence.words[index].has_capital
    return (
        is_plain
        and after in ("vil", "maa", "vill")
        and said[0] in ("ikke", "ik", "ikk", "have", "ha", "gerne", "skilles")
    )


def _until_stop(said: list[str], wanted: frozenset[str]) -> bool:
    for word in said:
        if word in wanted:
            return True
        if not word.isalpha() or word in ("min", "mit", "som", "der", "jeg", "han", "hun", "og", "at"):
            return False
    return False


def is_feared(sentence: Sentence, index: int) -> bool:
    """Tell whether "det er" and what follows point at a person: "det er liv jeg er bange for", "det er storm der slår"."""
    if sentence.folded(index - 1) not in ("er", "var") or sentence.folded(index - 2) != "det":
        return False
    after, second = sentence.folded(index + 1), sentence.folded(index + 2)
    if sentence.folded(index) in sentence.cues.times:
        return False
    if after in ("der", "som"):
        return second in sentence.cues.acts - sentence.cues.weak_acts - sentence.cues.acts_of_things
    rest = " ".join(sentence.folded(index + step) for step in range(2, 8))
    return after in ("jeg", "vi") and any(what in rest for what in ("bange for", "bor med", "gift med", "flygtet fra"))


def comes_in(sentence: Sentence, index: int) -> bool:
    """Tell whether somebody comes after the verb: "så kom mark ind ad døren"."""
    cues, verb = sentence.cues, sentence.folded(index - 1)
    if sentence.folded(index) in cues.times:
        return False
    is_turned = sentence.folded(index - 2) in ("saa", "da", "nu", "her", "pludselig", "bagefter", "der")
    return is_turned and verb in cues.comes and sentence.folded(index + 1) in cues.after_coming


def is_told_later(sentence: Sentence, index: int) -> bool:
    """Tell whether it is said afterwards who was met: "jeg må ik se vibe mere siger han, hun er min bedste veninde"."""
    cues = sentence.cues
    if sentence.folded(index - 1) not in cues.meets:
        return False
    for at in range(index + 1, index + _LATER):
        is_told = sentence.folded(at) in ("han", "hun") and sentence.folded(at + 1) == "er"
        if is_told and sentence.folded(at + 2) in cues.owners:
            return any(sentence.folded(at + step) in cues.persons for step in (3, 4))
    return False


def is_capital_pair(sentence: Sentence, index: int) -> bool:
    """Tell whether a name that opens a sentence is joined to another with a capital: "Lærke og Falke skal"."""
    other = sentence.at(index + 2)
    return (
        sentence.words[index].has_capital
        and sentence.folded(index + 1) in sentence.cues.joins
        and other is not None
        and other.can_be(Is.FIRST_NAME)
        and sentence.stands_out(index + 2)
    )


def does_to_person(sentence: Sentence, index: int) -> bool:
    """Tell whether a word with a capital of its own does something to somebody: "hvis Sommer får mig"."""
    is_act = sentence.folded(index + 1) in sentence.cues.acts
    return sentence.stands_out(index) and is_act and sentence.folded(index + 2) in _OBJECTS


def is_named_again(sentence: Sentence, index: int) -> bool:
    """Tell whether an ordinary word that is a name elsewhere in the message may be the name here too."""
    word = sentence.words[index]
    if sentence.stands_out(index):
        return True
    ends = sentence.folded(index + 1) in sentence.cues.ends | sentence.cues.acts
    return ends and (word.opens or sentence.folded(index - 1) in sentence.cues.before_repeated)
