"""The code: 50 bits of secret and a check, as five Danish words or as 18 digits. docs/decisions/0020 does the arithmetic.

Reading it forgives what tired people do: case, hyphens and spaces, ae/oe/aa, half words, a slip in a word. Where a code
does not fit its check, the codes that do and look nearly the same are offered.
"""

import difflib
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice, product, takewhile
from pathlib import Path
from typing import NewType

from stdnum.iso7064 import mod_97_10

HandoffWords = NewType("HandoffWords", str)  # the code as words; shown to the person, kept nowhere
HandoffDigits = NewType("HandoffDigits", str)  # the same code as digits

SECRET_BITS = 50
CHECK_BITS = 5
WORD_BITS = 11
WORDS = (SECRET_BITS + CHECK_BITS) // WORD_BITS
STEM = 4  # letters that tell every word of the list from every other
DIGITS = 18
MOST_TYPED = 200  # the longest five words with room to spare
MOST_OFFERED = 3
MOST_READINGS = 5_000
HELPLINES = ("1888", "70201201")  # a number to hide must not be one that gives away what it is about
WORD_FILE = Path(__file__).parent / "ord.txt"

_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e"})
_BETWEEN = re.compile(r"[\s,.·_‐‑–—-]+")


@dataclass(frozen=True)
class HandoffCode:
    """One code. It is shown to the person and then forgotten."""

    secret: int = field(repr=False)

    @property
    def key(self) -> bytes:
        """Give what the record is sealed with."""
        return self.secret.to_bytes(7, "big")


class HandoffCodeUnreadable(Exception):
    """What was typed is no code. The message is a Danish line for who typed it; it quotes nothing of it."""


class HandoffCodeMistyped(HandoffCodeUnreadable):
    """What was typed has a slip. `nearly` holds the codes it may have been, as words or digits as it was typed; or none."""

    def __init__(self, nearly: tuple[str, ...]) -> None:
        meant = f" Mente du {' eller '.join(nearly)}?" if nearly else " Se den efter, og prøv igen."
        super().__init__(f"Koden passer ikke helt.{meant}")
        self.nearly = nearly


class CodeBook:
    """Draws, shows and reads codes with a list of words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Take the list, in its order: a code made with one list is not read with another.

        Raises:
            ValueError: it does not hold 2,048 words.
        """
        if len(words) != 2**WORD_BITS:
            raise ValueError(f"the list for codes must hold {2**WORD_BITS} words, not {len(words)}")
        self._words = words
        self._place = {fold(word): place for place, word in enumerate(words)}
        self._by_stem = {word[:STEM]: word for word in self._place}

    @classmethod
    def load(cls, file: Path = WORD_FILE) -> "CodeBook":
        """Read the list, one word a line."""
        return cls(tuple(file.read_text(encoding="utf-8").split()))

    def draw(self, random_bits: Callable[[int], int] = secrets.randbits) -> HandoffCode:
        """Give a new code."""
        while True:
            code = HandoffCode(random_bits(SECRET_BITS))
            if not any(number in _digits(code) for number in HELPLINES):
                return code

    def words(self, code: HandoffCode) -> HandoffWords:
        """Give the code as it is shown and kept in the head: five words with hyphens between."""
        whole = code.secret << CHECK_BITS | _check(code.secret)
        places = [whole >> WORD_BITS * place & 2**WORD_BITS - 1 for place in reversed(range(WORDS))]
        return HandoffWords("-".join(self._words[place] for place in places))

    def digits(self, code: HandoffCode) -> HandoffDigits:
        """Give the code as digits, in fours as an account number: like any number one may have noted."""
        digits = _digits(code)
        return HandoffDigits(" ".join(digits[at : at + 4] for at in range(0, DIGITS, 4)))

    def read(self, typed: str) -> HandoffCode:
        """Give the code that was typed, as words or as digits.

        Raises:
            HandoffCodeUnreadable: it is neither.
            HandoffCodeMistyped: it nearly is; with what it may have been.
        """
        if len(typed) > MOST_TYPED:
            raise HandoffCodeUnreadable("Det er for langt til at være en kode. Koden er fem ord eller 18 tal.")
        parts = [part for part in _BETWEEN.split(fold(typed)) if part]
        if parts and all(part.isascii() and part.isdigit() for part in parts):
            return self._read_digits("".join(parts))
        if not all(part.isascii() and part.isalpha() for part in parts):
            raise HandoffCodeUnreadable("Skriv kun kodens ord eller tal, ikke andre tegn.")
        return self._read_words(parts)

    def _read_words(self, parts: list[str]) -> HandoffCode:
        if len(parts) != WORDS:
            raise HandoffCodeUnreadable(f"Koden er fem ord. Her står {len(parts)}.")
        readings = [self._readings(part) for part in parts]
        for number, reading in enumerate(readings, start=1):
            if not reading:
                raise HandoffCodeUnreadable(f"Ord nummer {number} er ikke på listen. Se det efter, og prøv igen.")
        fitting = self._fitting(product(*readings))
        if len(fitting) == 1:
            return fitting[0]
        nearly = fitting or self._fitting(self._neighbours([reading[0] for reading in readings]))
        raise HandoffCodeMistyped(tuple(self.words(code) for code in nearly[:MOST_OFFERED]))

    def _readings(self, typed: str) -> list[str]:
        """Give the words that this may be: itself, the word its first letters tell, or those one slip away."""
        if typed in self._place:
            return [typed]
        if word := self._by_stem.get(typed):
            return [word]
        near = [word for word in self._place if one_slip_apart(typed, word)]
        cut = [word for stem, word in self._by_stem.items() if _is_stem_of(typed, stem)]
        return list(dict.fromkeys(near + cut))

    def _neighbours(self, words: list[str]) -> Iterator[tuple[str, ...]]:
        """Give what looks nearly the same: two words changed about, or one word that looks like another."""
        for one, other in combinations(range(WORDS), 2):
            changed = list(words)
            changed[one], changed[other] = changed[other], changed[one]
            yield tuple(changed)
        for at, word in enumerate(words):
            for near in difflib.get_close_matches(word, self._place, n=10, cutoff=0.7):
                yield (*words[:at], near, *words[at + 1 :])

    def _fitting(self, readings: Iterator[tuple[str, ...]]) -> list[HandoffCode]:
        """Give the codes among the readings: those that fit their check."""
        codes = []
        for words in islice(readings, MOST_READINGS):
            whole = 0
            for word in words:
                whole = whole << WORD_BITS | self._place[word]
            secret = whole >> CHECK_BITS
            if _check(secret) == whole & 2**CHECK_BITS - 1:
                codes.append(HandoffCode(secret))
        return list(dict.fromkeys(codes))

    def _read_digits(self, digits: str) -> HandoffCode:
        if len(digits) not in (DIGITS - 1, DIGITS):  # one is missing where a spreadsheet ate the leading zero
            raise HandoffCodeUnreadable(f"Koden er 18 tal. Her står {len(digits)}.")
        digits = digits.zfill(DIGITS)
        if code := _code_of(digits):
            return code
        nearly = dict.fromkeys(code for near in _digit_slips(digits) if (code := _code_of(near)))
        raise HandoffCodeMistyped(tuple(self.digits(code) for code in islice(nearly, MOST_OFFERED)))


def fold(text: str) -> str:
    """Give the text in lower case with æ, ø and å written out, as the list's words are compared."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLDED).strip()


def one_slip_apart(one: str, other: str) -> bool:
    """Tell whether the words differ by one letter put in, left out or changed, or by two neighbours changed about."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    ours, theirs = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(ours), len(theirs)) <= 1 or (len(ours) == len(theirs) == 2 and ours == theirs[::-1])  # noqa: PLR2004


def _shared(one: str, other: str) -> int:
    """Give how many letters the two begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_stem_of(typed: str, stem: str) -> bool:
    """Tell whether a word was cut or bent elsewhere than the list has it, or its first letters have a slip."""
    return typed.startswith(stem) or (len(typed) <= STEM + 1 and one_slip_apart(typed, stem))


def _check(secret: int) -> int:
    digest = hashlib.blake2b(secret.to_bytes(7, "big"), digest_size=1, person=b"kode").digest()
    return digest[0] >> 8 - CHECK_BITS


def _digits(code: HandoffCode) -> str:
    body = str(code.secret).zfill(DIGITS - 2)
    return body + str(mod_97_10.calc_check_digits(body))


def _code_of(digits: str) -> HandoffCode | None:
    secret = int(digits[:-2])
    return HandoffCode(secret) if mod_97_10.is_valid(digits) and secret < 2**SECRET_BITS else None


def _digit_slips(digits: str) -> Iterator[str]:
    """Give the same digits with two neighbours changed about, then with one digit changed."""
    for at in range(DIGITS - 1):
        yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    for at in range(DIGITS):
        yield from (digits[:at] + digit + digits[at + 1 :] for digit in "0123456789" if digit != digits[at])
