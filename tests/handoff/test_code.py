"""How a code is made, shown and read by people who are tired, in a hurry or on a bad line."""

import random
import time
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.handoff.code import (
    DIGITS,
    HELPLINES,
    MOST_TYPED,
    SECRET_BITS,
    STEM,
    WORD_FILE,
    CodeBook,
    HandoffCode,
    HandoffCodeMistyped,
    HandoffCodeUnreadable,
    fold,
    one_slip_apart,
)
from bot.knowledge.numbers import NATIONAL, NEVER, phones_in
from tests.handoff.parts import book

BOOK = book()
LISTS = [BOOK, CodeBook.load()] if WORD_FILE.exists() else [BOOK]
codes = st.integers(0, 2**SECRET_BITS - 1).map(HandoffCode)
books = st.sampled_from(LISTS)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@given(books, codes)
def test_words_and_digits_read_back_to_the_same_code(book: CodeBook, code: HandoffCode) -> None:
    assert book.read(book.words(code)) == code
    assert book.read(book.digits(code)) == code
    assert len(book.words(code).split("-")) == 5


def test_the_secret_is_drawn_whole_and_from_the_system() -> None:
    drawn = [BOOK.draw().secret for _ in range(400)]
    assert len(set(drawn)) == len(drawn)
    ones = [sum(secret >> bit & 1 for secret in drawn) for bit in range(SECRET_BITS)]
    assert all(120 < each < 280 for each in ones), "every bit is as often one as nought (eight standard deviations)"


def test_a_code_that_would_show_a_helpline_s_number_is_drawn_again() -> None:
    secrets = iter([1888 * 10**9, 70201201, 77])
    assert BOOK.draw(lambda bits: next(secrets)) == HandoffCode(77)


@given(codes)
def test_the_digits_look_like_an_account_number_and_no_telephone(code: HandoffCode) -> None:
    shown = BOOK.digits(code)
    assert [len(group) for group in shown.split()] == [4, 4, 4, 4, 2]
    assert not {*phones_in(shown)} & {*NATIONAL, *NEVER}


def test_every_number_a_citizen_may_be_told_is_too_short_for_a_group_or_kept_out() -> None:
    long_enough = {number for number in NATIONAL if len(number) % 4 == 0}
    assert long_enough == set(HELPLINES)


@given(books, codes, st.sampled_from([" ", "-", " - ", ", ", "\n", "–", "  ", ". "]), st.booleans())
def test_case_and_what_stands_between_do_not_matter(
    book: CodeBook, code: HandoffCode, between: str, loud: bool
) -> None:
    typed = book.words(code).replace("-", between)
    assert book.read(f"  {typed.upper() if loud else typed.title()} ") == code
    assert book.read(book.digits(code).replace(" ", between)) == code


@given(books, codes)
def test_ae_oe_and_aa_are_as_good(book: CodeBook, code: HandoffCode) -> None:
    assert book.read(fold(book.words(code))) == code


@given(books, codes)
def test_the_first_four_letters_are_enough(book: CodeBook, code: HandoffCode) -> None:
    assert book.read(" ".join(fold(word)[:STEM] for word in book.words(code).split("-"))) == code


def a_slip(word: str, choose: random.Random) -> str:
    at = choose.randrange(len(word))
    return choose.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + choose.choice(LETTERS) + word[at:],
            word[:at] + choose.choice(LETTERS) + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )


@pytest.mark.parametrize("book", LISTS)
@pytest.mark.parametrize(("slips", "most_lost", "most_wrong"), [(1, 5, 1), (5, 45, 5)])
def test_a_slip_in_a_word_is_mended_or_the_code_is_offered(
    book: CodeBook, slips: int, most_lost: int, most_wrong: int
) -> None:
    """The rest leave too many readings, or made other words of the list; hardly ever is one taken for another code."""
    choose = random.Random(6)
    found = wrong = 0
    for _ in range(150):
        code = HandoffCode(choose.getrandbits(SECRET_BITS))
        words = [fold(word) for word in book.words(code).split("-")]
        for at in choose.sample(range(5), slips):
            words[at] = a_slip(words[at], choose)
        try:
            read = book.read(" ".join(words))
            found += read == code
            wrong += read != code
        except HandoffCodeMistyped as slip:
            found += book.words(code) in slip.nearly
        except HandoffCodeUnreadable:
            pass
    assert 150 - found <= most_lost
    assert wrong <= most_wrong


@pytest.mark.parametrize("book", LISTS)
def test_a_wrong_word_passes_the_check_once_in_thirty_two(book: CodeBook) -> None:
    choose = random.Random(7)
    passed = 0
    for _ in range(1000):
        words = book.words(HandoffCode(choose.getrandbits(SECRET_BITS))).split("-")
        whole = [fold(choose.choice(book._words)) if at == 2 else fold(word) for at, word in enumerate(words)]
        passed += bool(book._fitting(iter([tuple(whole)])))
    assert 15 <= passed <= 50


@pytest.mark.parametrize("book", LISTS)
def test_words_in_another_order_are_offered_in_theirs(book: CodeBook) -> None:
    choose = random.Random(8)
    offered = noticed = 0
    for _ in range(100):
        words = book.words(HandoffCode(choose.getrandbits(SECRET_BITS))).split("-")
        changed = [words[1], words[0], *words[2:]]
        try:
            book.read(" ".join(changed))
        except HandoffCodeMistyped as slip:
            noticed += 1
            offered += "-".join(words) in slip.nearly
    assert noticed >= 90
    assert offered >= 0.95 * noticed


@given(codes, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_every_wrong_digit_is_noticed_and_the_right_number_offered(code: HandoffCode, at: int, more: int) -> None:
    digits = BOOK.digits(code).replace(" ", "")
    typed = digits[:at] + str((int(digits[at]) + more) % 10) + digits[at + 1 :]
    with pytest.raises(HandoffCodeMistyped) as slip:
        BOOK.read(typed)
    assert slip.value.nearly
    for near in slip.value.nearly:
        BOOK.read(near)


@given(codes, st.integers(0, DIGITS - 2))
def test_every_two_neighbours_changed_about_are_noticed_and_offered(code: HandoffCode, at: int) -> None:
    digits = BOOK.digits(code).replace(" ", "")
    assume(digits[at] != digits[at + 1])
    with pytest.raises(HandoffCodeMistyped) as slip:
        BOOK.read(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    assert BOOK.digits(code) in slip.value.nearly


def test_a_leading_nought_that_got_lost_does_no_harm() -> None:
    code = HandoffCode(123_456_789_012_345)
    assert BOOK.digits(code).startswith("0")
    assert BOOK.read(BOOK.digits(code)[1:]) == code


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", "Koden er fem ord. Her står 0."),
        ("   - - ", "Koden er fem ord. Her står 0."),
        ("badasol", "Koden er fem ord. Her står 1."),
        ("badasol bafibro badasol bafibro badasol bafibro", "Koden er fem ord. Her står 6."),
        ("badasol bafibro xylofon bafibro badasol", "Ord nummer 3 er ikke på listen. Se det efter, og prøv igen."),
        ("12345678", "Koden er 18 tal. Her står 8."),
        ("1" * 19, "Koden er 18 tal. Her står 19."),
        ("badasol 12 bafibro", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("badasol bafibro 💛 badasol bafibro", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("' OR 1=1; DROP TABLE handoffs; --", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("٣" * 18, "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("\x00" * 5, "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("a" * 10_240, "Det er for langt til at være en kode. Koden er fem ord eller 18 tal."),
    ],
)
def test_what_is_no_code_gets_one_danish_line(typed: str, line: str) -> None:
    with pytest.raises(HandoffCodeUnreadable) as fault:
        BOOK.read(typed)
    assert str(fault.value) == line


@given(books, st.text(max_size=250))
def test_nothing_that_can_be_typed_does_worse_than_that(book: CodeBook, typed: str) -> None:
    with suppress(HandoffCodeUnreadable):
        book.read(typed)


@pytest.mark.parametrize("book", LISTS)
def test_the_worst_that_can_be_typed_is_read_in_a_moment(book: CodeBook) -> None:
    started = time.perf_counter()
    for typed in ("s s s s s", "ande ande ande ande ande", "a" * (MOST_TYPED - 8) + " a a a a", "- " * 100):
        with pytest.raises(HandoffCodeUnreadable):
            book.read(typed)
    assert time.perf_counter() - started < 4


def test_a_code_says_nothing_of_itself_in_a_log() -> None:
    assert "77" not in repr(HandoffCode(77))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("solen", "solen", True),
        ("solen", "sole", True),
        ("solen", "solsen", True),
        ("solen", "silen", True),
        ("solen", "sloen", True),
        ("solen", "soel", False),
        ("solen", "nelos", False),
        ("aa", "aaa", True),
        ("abba", "abab", True),
        ("abcd", "badc", False),
    ],
)
def test_one_slip(one: str, other: str, apart: bool) -> None:
    assert one_slip_apart(one, other) is apart
    assert one_slip_apart(other, one) is apart


def test_a_list_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold 2048 words, not 3"):
        CodeBook(("sol", "bro", "eg"))
