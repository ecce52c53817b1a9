"""Telephone numbers are seen however they are written, and figures are not taken for them."""

import pytest

from bot.knowledge.numbers import NEVER, call, phones_in, without_national


@pytest.mark.parametrize(
    "written",
    [
        "70 20 30 82",
        "70203082",
        "7020 3082",
        "+45 70 20 30 82",
        "+4570203082",
        "0045 70203082",
        "70-20-30-82",
        "70.20.30.82",
        "70\u00a020\u00a030\u00a082",
        "70\u202f20\u202f30\u202f82",
        "70 203 082",
    ],
)
def test_a_dead_number_is_known_however_it_is_written(written: str) -> None:
    assert NEVER.intersection(phones_in(f"Ring til os på {written}, eller skriv."))


@pytest.mark.parametrize(
    "text",
    [
        "82.000 kvinder",
        "2.854 kvinder",
        "fra 1992 til 2016",
        "1992-2016",
        "§ 109, stk. 9",
        "9-12, 13-15.30",
        "2026-11-22",
    ],
)
def test_a_figure_is_no_telephone(text: str) -> None:
    assert phones_in(text) == []


def test_the_numbers_of_a_sentence_come_in_order() -> None:
    assert phones_in("Ring 112 eller 1888. BørneTelefonen er 116 111, Livslinien 70 201 201.") == [
        "112",
        "1888",
        "116111",
        "70201201",
    ]


@pytest.mark.parametrize(
    ("digits", "title"), [("112", "Ring 112"), ("116111", "Ring 116 111"), ("33330047", "Ring 33 33 00 47")]
)
def test_a_link_shows_the_number_as_it_is_read_aloud(digits: str, title: str) -> None:
    assert call(digits) == {"title": title, "href": f"tel:{digits}"}


def test_only_the_whole_of_a_national_number_is_taken_out() -> None:
    assert without_national("112 1888 116 006").strip() == ""
    assert without_national("1120") == "1120"
    assert without_national("11888") == "11888"
