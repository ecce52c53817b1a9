"""The page a web server shows when all else is down: right numbers, approved words, nothing from elsewhere."""

import base64
import hashlib
import json
import re

import yaml

from bot.conversation.messages import Message
from bot.knowledge.numbers import NATIONAL, call, phones_in
from bot.settings import ROOT

NOED = ROOT / "deploy/noed"
PAGE = (NOED / "noedside.html").read_text(encoding="utf-8")
ANSWER = json.loads((NOED / "noedsvar.json").read_text(encoding="utf-8"))


def said_already() -> str:
    """Give what may be said before a card is approved: the cards' general lines and the answers in danger."""
    cards = [
        card for file in (ROOT / "data/viden/kort").glob("*.yml") for card in yaml.safe_load(file.read_text())["kort"]
    ]
    return "\n".join(str(card.get("generelt", "")) for card in cards) + (ROOT / "data/svar/akut.yml").read_text()


def sentences(text: str) -> list[str]:
    return [each.strip() for each in re.findall(r"[^.]+\.", text)]


def test_the_page_gives_the_three_numbers_as_links_and_no_other() -> None:
    assert re.findall(r'href="tel:(\d+)"', PAGE) == ["112", "1888", "114"]
    assert set(phones_in(re.sub(r"<[^>]+>", " ", PAGE.split("</style>")[1]))) == {"112", "1888", "114"} <= set(NATIONAL)


def test_every_sentence_about_a_number_is_one_of_the_cards() -> None:
    known = said_already()
    told = [each for part in re.findall(r"<p>([^<]+)</p>", PAGE) for each in sentences(part)] + sentences(
        ANSWER["messages"][0]["text"]
    )
    about = [each for each in told if phones_in(each) or "linjen" in each]
    assert len(about) == 7
    assert [each for each in about if each not in known] == []


def test_the_page_asks_for_nothing_from_elsewhere_and_runs_nothing() -> None:
    assert not re.search(r"<script|<img|<link|<iframe|<form|url\(|@import|\son\w+=", PAGE)
    assert '<html lang="da">' in PAGE
    assert PAGE.count("http") == 1  # the way out


def test_its_policy_lets_just_its_own_style_through() -> None:
    style = re.findall(r"<style>(.*?)</style>", PAGE, re.S)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = (ROOT / "deploy/nginx/steder.conf").read_text()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in policy


def test_a_client_without_a_server_gets_a_problem_with_the_numbers_first() -> None:
    message = Message.model_validate(ANSWER["messages"][0])
    assert ANSWER["status"] == 503
    assert message.kind == "urgent"
    assert [link.model_dump(exclude_none=True) for link in message.links] == [call("112"), call("1888")]
