"""The arithmetic of the benchmark."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bench.figures import Load, cost, growth, percentile, pooled, rate, times_faster

TIMES = st.lists(st.floats(0, 1e6), min_size=1)


@given(TIMES, st.integers(0, 100))
def test_a_percentile_lies_among_the_times_and_in_their_order(times: list[float], share: int) -> None:
    assert min(times) <= percentile(times, share) <= max(times)
    assert percentile(times, share) == percentile(sorted(times), share)
    assert percentile(times, 0) == min(times)
    assert percentile(times, 100) == max(times)


@given(TIMES)
def test_the_middle_percentile_is_the_median(times: list[float]) -> None:
    assert percentile(times, 50) == pytest.approx(statistics.median(times))


def test_a_percentile_of_a_hundred_known_times() -> None:
    times = [float(number) for number in range(101)]
    assert [percentile(times, share) for share in (50, 95, 99)] == [50, 95, 99]
    assert percentile([1.0, 2.0], 50) == 1.5


@pytest.mark.parametrize(("times", "share"), [([], 50), ([1.0], -1), ([1.0], 101)])
def test_what_is_no_percentile_is_refused(times: list[float], share: int) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(times, share)


def load(answers: int, seconds: float) -> Load:
    return Load(1, seconds, (1.0,) * answers)


def test_the_rate_is_of_the_middle_round_and_the_ratio_of_rounds_side_by_side() -> None:
    ours = [load(100, 1), load(40, 1), load(90, 1)]
    theirs = [load(10, 1), load(4, 1), load(30, 1)]  # the machine was busy in the second round, for both
    assert rate(ours) == 90
    assert times_faster(ours, theirs) == 10
    assert len(pooled(ours)) == 230


def test_the_cost_is_of_all_answers_together() -> None:
    assert cost([Load(1, 1, (1.0,) * 30, processor=0.4), Load(1, 9, (1.0,) * 10, processor=0.2)]) == pytest.approx(15)


def test_growth_compares_the_same_messages_late_and_early() -> None:
    level = [5.0] * 20
    doubled = [5.0] * 10 + [7.0] * 10 + [10.0] * 10
    assert growth([level], 10) == 1
    assert growth([doubled, doubled], 10) == 2
    with pytest.raises(ValueError, match="at least 20"):
        growth([[1.0] * 19], 10)
