"""How much one address may ask for, and that no address is remembered."""

import pickle

import pytest

from bot.http.limits import MOST_ADDRESSES, RequestLimit, TooManyRequests
from tests.conftest import Assistant, start_assistant

ADDRESS = "198.51.100.7"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Keys:
    """Gives a new key each time, as secrets.token_bytes does."""

    made = 0

    def __call__(self) -> bytes:
        self.made += 1
        return self.made.to_bytes(32, "big")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> RequestLimit:
    return RequestLimit(3, clock, Keys())


def test_an_address_has_its_share_of_each_minute(limit: RequestLimit, clock: Clock) -> None:
    for _ in range(3):
        limit.count(ADDRESS)
    with pytest.raises(TooManyRequests):
        limit.count(ADDRESS)
    limit.count("another")
    clock.now = 60
    limit.count(ADDRESS)


def test_what_is_remembered_is_no_address_and_gone_after_a_minute(limit: RequestLimit, clock: Clock) -> None:
    limit.count(ADDRESS)
    remembered = dict(limit._counts)
    assert ADDRESS.encode() not in pickle.dumps(remembered)
    clock.now = 60
    limit.count(ADDRESS)
    assert len(limit._counts) == 1
    assert not remembered.keys() & limit._counts.keys()  # the same address has another name in the next minute


def test_an_attack_from_everywhere_fills_no_memory(limit: RequestLimit) -> None:
    for number in range(MOST_ADDRESSES + 10):
        limit.count(str(number))
    assert len(limit._counts) == MOST_ADDRESSES


def test_who_asks_too_much_still_gets_the_numbers(model: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    running: Assistant = start_assistant(tmp_path_factory.mktemp("limited"), FOERSTEKONTAKT_MESSAGES_A_MINUTE="4")
    try:
        running.wait_until_ready()
        talk = running.talk()
        answers = [talk.post({"text": "hej"}) for _ in range(5)]
        assert answers[0].status_code == 200
        assert answers[-1].status_code == 429
        assert answers[-1].headers["Retry-After"]
        first = answers[-1].json()["messages"][0]
        assert first["kind"] == "urgent"
        assert [link["href"] for link in first["links"]] == ["tel:112", "tel:1888"]
        assert (
            talk.client.delete("/api/v1/conversation", headers=talk.headers).status_code == 204
        )  # leaving is always free
        assert talk.client.get("/").status_code == 200
    finally:
        running.stop()
