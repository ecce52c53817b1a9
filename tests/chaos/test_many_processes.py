"""A conversation goes from process to process, and processes die under it."""

import concurrent.futures
import signal
import time

import httpx
import pytest

from tests.chaos.country import Country
from tests.conftest import Talk

FORGOTTEN_WITHIN = 5  # seconds, as the page says
NONE = "Ikke noget af det"
WALK = [
    ("Det handler om mig", ""),
    ("Hjælp mig med at finde ud af det", ""),
    ("Ja, det er fint", "trygt"),
    ("Ja, det er trygt", "Hvem er den anden"),
    ("Min eks", "hverdagen"),
    (NONE, ""),
    ("Det sker stadig", "svært spørgsmål"),
    (NONE, "børn under 18"),
    ("Nej", ""),
    ("At møde andre, der kender det", ""),
    ("Nej, ikke noget af det", "Den anden er din eks."),
]
PARTS = ["web", "engine", "actions"]


def walk(talk: Talk, steps: list[tuple[str, str]]) -> None:
    for title, asked in steps:
        talk.tap(title)
        assert asked in talk.text()
        assert "startet på ny" not in talk.text()


def test_the_reflection_goes_on_where_it_was_in_whichever_process(country: Country) -> None:
    talk = Talk(country.client())
    walk(talk, WALK)
    assert "Du vil gerne møde andre." in talk.text()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("moment", [1, 5, 9])
def test_a_process_killed_in_mid_conversation_is_not_noticed(country: Country, part: str, moment: int) -> None:
    talk = Talk(country.client())
    walk(talk, WALK[:moment])
    country.kill(f"{part}-a")
    walk(talk, WALK[moment:])


@pytest.mark.parametrize("part", PARTS)
def test_a_whole_lane_dies_part_by_part(country: Country, part: str) -> None:
    """Also when what is left of each lane is another part."""
    talk = Talk(country.client())
    country.kill(f"{part}-a")
    country.kill(f"{PARTS[(PARTS.index(part) + 1) % 3]}-b")
    walk(talk, WALK)


def test_a_web_process_killed_while_it_answers_holds_the_conversation_for_three_seconds_at_most(
    country: Country,
) -> None:
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    talk.say("hej")
    for lane in "ab":
        country.kill(f"engine-{lane}", signal.SIGSTOP)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        asked = pool.submit(talk.post, {"text": "hvad er et tilhold"})
        time.sleep(0.5)
        country.kill("web-a")
        with pytest.raises(httpx.HTTPError):
            asked.result()
    for lane in "ab":
        country.kill(f"engine-{lane}", signal.SIGCONT)
    talk.client = country.client()
    begun = time.monotonic()
    assert "tilhold" in " ".join(message["text"] for message in talk.say("hvad er et tilhold")).lower()
    assert time.monotonic() - begun < 5


def test_an_engine_killed_while_it_answers_is_not_noticed(country: Country) -> None:
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    talk.say("hej")
    country.kill("engine-a", signal.SIGSTOP)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        asked = pool.submit(talk.say, "hvad er et tilhold")
        time.sleep(0.5)
        country.kill("engine-a")
        assert "tilhold" in " ".join(message["text"] for message in asked.result()).lower()


def test_redis_restarted_gives_a_clear_notice_and_then_it_goes_on(country: Country) -> None:
    talk = Talk(country.client())
    walk(talk, WALK[:5])
    country.kill("redis")
    away = talk.post({"text": "hvad er et tilhold"})
    assert away.status_code == 503
    assert [message["kind"] for message in away.json()["messages"]] == ["urgent", "notice"]
    assert talk.say("han er på vej op ad trappen")[0]["links"][0]["href"] == "tel:112", "danger, also now"
    assert talk.post({"choice": "f1"}).status_code == 503
    new = Talk(country.client())
    assert new.say("hun står med en kniv")[0]["kind"] == "urgent", "who comes now, too"
    country.restart("redis")
    for old in (talk, new):
        lost = old.post({"text": "hvad er et tilhold"})
        assert lost.status_code == 401
        assert lost.json()["detail"] == "Samtalen findes ikke mere. Du kan begynde en ny."
        assert lost.json()["messages"][0]["links"][0]["href"] == "tel:112"
    walk(Talk(country.client()), WALK)


@pytest.mark.parametrize("during", [False, True])
def test_what_was_ended_is_forgotten_in_all_processes(country: Country, during: bool) -> None:
    """Also when the end comes, by another process, while an answer is being made."""
    country.redis().flushall()
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    talk.say("min kæreste tager alle mine penge")
    assert len(country.redis().keys("*")) == 2
    with concurrent.futures.ThreadPoolExecutor() as pool:
        if during:
            country.kill("actions-a", signal.SIGSTOP)
            pool.submit(talk.post, {"text": "ja"})
            time.sleep(0.3)
        ended = httpx.delete(f"{country.url('b')}/api/v1/conversation", headers=talk.headers)
        assert ended.status_code == 204
        country.kill("actions-a", signal.SIGCONT)
    for lane in "ab":
        talk.client = httpx.Client(base_url=country.url(lane))
        assert talk.post({"text": "hej"}).status_code == 401
    deadline = time.monotonic() + FORGOTTEN_WITHIN
    while country.redis().keys("*"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
