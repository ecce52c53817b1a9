"""No hidden number can be worked out from what is shown: whatever it is, the page and the file are the same to the last byte."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.staff.statistics import ALL, csv_of, tabulate
from bot.statistics.hiding import FEWEST, show
from bot.statistics.weeks import PARTS, Place, Sums, Tally, WeekFile, What, closed_weeks, is_shown, week_of

SLUGS = ["koege", "odense", "uden-kommune"]
NAMES = {slug: slug.capitalize() for slug in SLUGS}
no_clock = settings(deadline=None)  # the load of the machine is no fault
TODAY = date(2026, 11, 25)
WEEKS = closed_weeks(TODAY, 3)


@st.composite
def conversations(draw: st.DrawFn) -> Sums:
    total = draw(st.integers(0, 30) | st.integers(0, 2000))
    return {What.ALL: total} | {part: draw(st.integers(0, total)) for part in PARTS}


many = st.fixed_dictionaries({Place(week, slug): conversations() for week in WEEKS for slug in SLUGS})


def publication(sums: dict[Place, Sums]) -> tuple[object, str]:
    table = tabulate(sums, WEEKS, SLUGS)
    return table, csv_of(table, NAMES)


def hidden_cells(sums: dict[Place, Sums]) -> list[tuple[Place, What]]:
    return [(place, what) for place, row in sums.items() for what, cell in show(row).items() if cell is None]


def others_of(row: Sums, what: What) -> list[Sums]:
    """Give rows that could stand there instead, with another number in the hidden cell."""
    total = row[What.ALL]
    if total < FEWEST:
        fewer = [
            {each: min(row[each], number) for each in What} | {What.ALL: number, what: part}
            for number in range(FEWEST)
            for part in ([number] if what is What.ALL else range(number + 1))
        ]
        return [each for each in fewer if each[what] != row[what]]
    few = range(min(FEWEST, total + 1))
    return [row | {what: number} for near in few for number in (near, total - near) if number != row[what]]


@no_clock
@given(many)
def test_whatever_a_hidden_number_is_what_is_shown_is_the_same(sums: dict[Place, Sums]) -> None:
    shown = publication(sums)
    for place, what in hidden_cells(sums):
        others = others_of(sums[place], what)
        assert others
        for other in others:
            assert publication(sums | {place: other}) == shown


@no_clock
@given(many)
def test_all_hidden_numbers_may_be_others_at_once(sums: dict[Place, Sums]) -> None:
    other = {place: (others_of(row, What.ALL)[0] if row[What.ALL] < FEWEST else row) for place, row in sums.items()}
    assert publication(other) == publication(sums)


@no_clock
@given(many)
def test_nothing_shown_nor_its_rest_is_under_five(sums: dict[Place, Sums]) -> None:
    for row in sums.values():
        shown = show(row)
        for what, number in shown.items():
            if number is not None:
                assert number == row[what] >= FEWEST
                rest = (shown[What.ALL] or 0) - number
                assert what is What.ALL or rest >= FEWEST


@no_clock
@given(many)
def test_a_sum_holds_what_is_shown_and_nothing_else(sums: dict[Place, Sums]) -> None:
    for row in tabulate(sums, WEEKS, SLUGS).values():
        for column, total in enumerate(row[ALL]):
            shown = [int(row[slug][column]) for slug in SLUGS if row[slug][column] != "skjult"]
            assert total.removeprefix("mindst ") == (str(sum(shown)) if shown else "skjult")
            assert not shown or total.startswith("mindst") == (len(shown) < len(SLUGS))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(SLUGS), st.sampled_from(What), st.integers(1, 9), st.booleans()),
        max_size=15,
    )
)
def test_a_week_once_shown_never_changes(happened: list[tuple[int, str, What, int, bool]]) -> None:
    """Nor does what was counted before a week was over and written after: differences between two looks give nothing."""
    first = today = date(2026, 9, 28)
    published: dict[date, object] = {}
    with TemporaryDirectory() as folder:
        file, tally = WeekFile(Path(folder) / "statistik.db"), Tally(lambda: today)
        for days, slug, what, number, writes in sorted(happened, key=lambda each: each[0]):
            place = tally.place(slug)
            for _ in range(number):
                tally.add(place, what)
            today = first + timedelta(days=days)
            if writes:
                tally.move_to(file)
            found = file.shown(today)
            assert all(is_shown(place.week, today) for place in found)
            for week, row in tabulate(found, closed_weeks(today, 8), SLUGS).items():
                assert published.setdefault(week, row) == row


def test_a_week_is_shown_two_days_after_it_is_over_and_the_list_of_weeks_tells_nothing() -> None:
    monday = date(2026, 11, 16)
    assert week_of(date(2026, 11, 22)) == monday
    assert not is_shown(monday, date(2026, 11, 24))
    assert is_shown(monday, date(2026, 11, 25))
    assert closed_weeks(date(2026, 11, 24), 1) == [date(2026, 11, 9)]
    assert closed_weeks(date(2026, 11, 25), 1) == [monday]


def test_no_conversation_looks_like_four() -> None:
    empty: dict[Place, Sums] = {}
    four = {Place(week, slug): {What.ALL: 4, What.DANGER: 4} for week in WEEKS for slug in SLUGS}
    assert publication(empty) == publication(four)
