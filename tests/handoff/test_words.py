"""Every property of the list of words for codes. A line that breaks one is named."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from bot.handoff.code import STEM, WORD_BITS, WORD_FILE, CodeBook, HandoffCode, fold
from bot.settings import ROOT
from bot.text.readability import words as words_of
from bot.text.spelling import sound

LINES = WORD_FILE.read_text(encoding="utf-8").splitlines() if WORD_FILE.exists() else []
NAMES = ROOT / "bot" / "text" / "identifiers" / "ord"
LONGEST = 9
# What a code must not put into anyone's mouth: violence, families, bodies, and what frightens. Folded; whole words, and
# beginnings where no kind word has them.
NEVER = re.compile(
    r"""
    (?: vold | slagsm | drab | draeb | blod | pistol | gevaer | vaaben | bombe | mord | gravs | skilsm | familie
      | onkel | tante | soester | husbond | hustru | kaereste | svoger | sviger | sted(?:mor|far) | tvang | trus | trussel
      | faengs | fjend | jalou | haevn | krig | politi | kraeft | selvmord | voldt | vaeb | stalk | gidsel | kvael | tortur
    ) .*
    | (?: barn | boern | baby | bror | broder | brud | brudgom | datter | far | fader | faetter | forael | foraelder | gift
      | kone | kusine | mand | mor | moder | nevoe | niece | pige | dreng | slaegt | soen | tvilling | enke | aegte
      | slag | slaa | spark | kniv | dolk | svaerd | oekse | doed | doede | lig | grav | saar | smerte | skade | skrig | true
      | straf | fange | fare | farlig | kamp | had | hade | vrede | vred | angst | frygt | skraek | flugt | flygte | graad
      | sorg | skam | skyld | tyv | rov | brand | pine | plage | offer | raedsel | ond | ondt | grim | dum | hemmelig
      | krop | haand | finger | fing | fod | taa | arm | skulder | nakke | hals | hoved | pande | kind | hage | ansigt | oeje
      | oere | mund | laebe | tand | tunge | mave | bryst | barm | ryg | numse | roev | laar | knae | hofte | hud | haar
      | naese | hjerne | lunge | lever | nyre | ben | albue | ankel | negl | muskel | knogle | navle | sex | kys | bug
      | syg | sygdom | laege | vin | snaps | spiritus
    )
    """,
    re.VERBOSE,
)


def shared(of: Callable[[str], str], words: Iterable[str] = LINES) -> list[list[str]]:
    """Give the groups of words that have the same image."""
    images = Counter(map(of, words))
    return [[word for word in words if of(word) == image] for image, count in images.items() if count > 1]


def test_the_list_holds_2048_words_of_which_none_stands_twice() -> None:
    assert len(LINES) == 2**WORD_BITS
    assert [word for word, count in Counter(LINES).items() if count > 1] == []


def test_every_word_is_written_in_small_danish_letters_in_one_way() -> None:
    assert [word for word in LINES if not re.fullmatch("[a-zæøå]+", word)] == []
    assert [word for word in LINES if unicodedata.normalize("NFC", word) != word] == []
    assert [word for word in LINES if re.search("[cqwxz]", word)] == [], "letters that are heard as others"


def test_every_word_has_at_least_four_letters_and_is_easy_to_hold() -> None:
    assert [word for word in LINES if not STEM <= len(word) <= LONGEST] == []


def test_the_first_four_letters_tell_every_word_from_every_other() -> None:
    """So no plural or definite form stands beside its word either."""
    assert shared(lambda word: fold(word)[:STEM]) == []


def test_no_word_sounds_like_another() -> None:
    assert shared(sound) == []


def test_no_word_is_a_name_of_a_person_or_a_place() -> None:
    """Also because the chat takes names out: a code with one in it could not be typed there."""
    names: set[str] = set()
    for file in ("fornavne", "efternavne", "byer", "kommuner"):
        names |= set((NAMES / f"{file}.txt").read_text(encoding="utf-8").split("\n"))
    words = set((NAMES / "almindelige.txt").read_text(encoding="utf-8").split("\n"))
    words |= set((NAMES / "navne_der_er_ord.txt").read_text(encoding="utf-8").split("\n"))
    assert sorted(set(LINES) & names - words) == []


def test_no_word_is_of_violence_families_or_bodies() -> None:
    assert [word for word in LINES if NEVER.fullmatch(fold(word))] == []


def test_five_words_together_are_five_words() -> None:
    book = CodeBook.load()
    assert len(words_of(book.words(HandoffCode(2**50 - 1)).replace("-", " "))) == 5
