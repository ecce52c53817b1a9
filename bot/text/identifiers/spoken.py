"""Numbers written in words: a phone number that is to escape a search, and a birth "den sjette januar 1983"."""

import re
from collections.abc import Iterator

from bot.text.identifiers.found import Found
from bot.text.spelling import fold

SHORTEST_SPOKEN = 8  # digits that the words stand for: a Danish phone number

_ONES = "nul en et to tre fire fem seks syv otte ni".split()  # noqa: SIM905  (a list of words reads better without quotes)
_TEENS = "ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()  # noqa: SIM905
_TENS = "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems".split()  # noqa: SIM905
_NUMBER = rf"(?:(?:(?:{'|'.join(_ONES)})og)?(?:{'|'.join(_TENS)})|{'|'.join(_TEENS)}|{'|'.join(_ONES)}|\d{{1,2}})"
_RUN = re.compile(rf"(?<!\w){_NUMBER}(?:[ ,.-]{{1,3}}{_NUMBER}){{3,}}(?!\w)", re.IGNORECASE)

ORDINAL = (
    r"(?:(?:(?:en|to|tre|fire|fem|seks|syv|otte|ni)og)?(?:tyvende|tredivte|tredvte)|første|foerste|anden|tredje|tredie|fjerde"
    r"|femte|sjette|syvende|ottende|niende|tiende|el+evte|tolvte|(?:tret|fjor|fem|seks|syt|at|nit)tende)"
)
SPOKEN_YEAR = (
    rf"(?:nitten|tyve|to)[ -]?(?:hundrede|tusind)?[ -]?(?:og )?(?:(?:{'|'.join(_ONES)})og)?"
    rf"(?:{'|'.join((*_TENS, *_TEENS, *_ONES[1:]))})"
)


def find_spoken(text: str) -> Iterator[Found]:
    """Give each run of numbers in words that is as long as a phone number."""
    for match in _RUN.finditer(text):
        numbers = re.findall(r"\w+", fold(match.group()))
        if sum(map(_digits, numbers)) >= SHORTEST_SPOKEN and not all(number.isdigit() for number in numbers):
            yield Found(*match.span(), "telefon")


def _digits(number: str) -> int:
    if number.isdigit():
        return len(number)
    return 1 if number in _ONES else 2
