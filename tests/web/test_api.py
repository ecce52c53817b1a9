"""The public API as its contract has it (contract/http-api.md), against the assistant as it runs."""

import asyncio
import json

import httpx
import pytest

from tests.conftest import Assistant, Talk

KINDS = {"text", "question", "urgent", "handoff", "notice", "exit"}


def test_a_conversation_opens_with_two_bubbles_and_five_ways(talk: Talk) -> None:
    assert len(talk.messages) == 2
    titles = [button["title"] for button in talk.messages[-1]["buttons"]]
    assert titles == [
        "Det handler om mig",
        "Det handler om en, jeg kender",
        "Jeg vil bare vide mere",
        "Jeg har kun et par minutter",
        "Jeg er fagperson",
    ]
    assert "112" in talk.text()
    assert "Shift" in talk.text()


def test_a_token_has_256_bits_and_comes_only_in_the_body(assistant: Assistant) -> None:
    answer = assistant.client().post("/api/v1/conversation", json={})
    assert len(answer.json()["token"]) >= 43  # 32 bytes in base64
    assert answer.json()["token"] not in str(answer.headers)
    assert answer.json()["expires_in"] == 30 * 60


def test_free_text_and_buttons_both_answer(talk: Talk) -> None:
    tapped = talk.tap("Det handler om mig")
    assert tapped[-1]["buttons"]
    written = talk.say("hvad er et tilhold")
    assert "tilhold" in talk.text().lower()
    assert all(message["kind"] in KINDS for message in tapped + written)


def test_typing_a_button_s_title_is_tapping_it(assistant: Assistant) -> None:
    typed, tapped = assistant.talk(), assistant.talk()
    assert [m["text"] for m in typed.say("det handler om mig")] == [m["text"] for m in tapped.tap("Det handler om mig")]


def test_a_button_of_an_earlier_answer_is_refused(talk: Talk) -> None:
    old = talk.messages[-1]["buttons"][0]["id"]
    talk.tap("Det handler om mig")
    assert talk.post({"choice": old}).status_code == 400


@pytest.mark.parametrize("slash", ["/farvel", "/slet_samtale", "/restart", "//akut_fare", " /farvel"])
def test_a_typed_intent_is_just_text(talk: Talk, slash: str) -> None:
    messages = talk.say(slash)
    assert not [message for message in messages if message["kind"] in ("exit", "urgent")]
    assert talk.post({"text": "hej"}).status_code == 200


def test_delete_forgets_and_says_204_whatever_the_token(assistant: Assistant, talk: Talk) -> None:
    client = assistant.client()
    for token in (talk.token, talk.token, "unknown", "æøå"):
        answer = client.delete("/api/v1/conversation", headers={"Authorization": f"Bearer {token}".encode()})
        assert answer.status_code == 204, token
    assert talk.post({"text": "hej"}).status_code == 401


def test_a_beacon_forgets_too(talk: Talk) -> None:
    assert talk.client.post("/api/v1/conversation/end", content=talk.token).status_code == 204
    assert talk.post({"text": "hej"}).status_code == 401


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"content": b"{", "type": "application/json"}),
        (400, {"content": b"[" * 20_000, "type": "application/json"}),
        (400, {"content": b"\xff\xfe", "type": "application/json"}),
        (400, {"json": []}),
        (400, {"json": {"text": 7}}),
        (400, {"json": {"text": None}}),
        (400, {"json": {"text": "hej", "choice": "b1"}}),
        (400, {"json": {"choice": "b999"}}),
        (400, {"json": {"choices": []}}),
        (400, {"json": {"text": "hej", "intent": "farvel"}}),
        (400, {"json": {"text": ""}}),
        (400, {"json": {"text": " \n\t "}}),
        (400, {"json": {"text": "\0\0"}}),
        (413, {"json": {"text": "x" * 2_001}}),
        (413, {"content": b'{"text": "' + b"x" * 1_000_000 + b'"}', "type": "application/json"}),
        (415, {"content": b'{"text": "hej"}', "type": "text/plain"}),
        (415, {"content": b'{"text": "hej"}', "type": ""}),
    ],
)
def test_bad_input_gets_the_answer_the_contract_names_and_the_next_message_works(
    talk: Talk, status: int, request_: dict[str, object]
) -> None:
    headers = dict(talk.headers)
    if "type" in request_:
        headers["Content-Type"] = str(request_["type"])
    content = {key: value for key, value in request_.items() if key != "type"}
    answer = talk.client.post("/api/v1/conversation/messages", headers=headers, **content)  # type: ignore[arg-type]
    assert answer.status_code == status
    if status != 413 or answer.headers.get("content-type"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"].strip()
    assert talk.post({"text": "hej"}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "مرحبا هل يمكنك مساعدتي",
        "\u202ehej med dig",
        "a\0b",
        "x" * 2_000,
        "æ" * 2_000,
        "<script>alert(1)</script>",
        "{text}",
        "[navn](x)",
        "%s %d",
        "🏳️‍🌈",
    ],
)
def test_odd_text_is_answered(talk: Talk, text: str) -> None:
    messages = talk.say(text)
    assert messages
    assert all(message["text"] for message in messages)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("PUT", "/api/v1/conversation", 405),
        ("GET", "/api/v1/conversation", 405),
    ],
)
def test_wrong_ways_are_problems(assistant: Assistant, method: str, path: str, status: int) -> None:
    answer = assistant.client().request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_no_token_or_an_unknown_one_is_401_with_the_numbers(assistant: Assistant) -> None:
    for headers in ({}, {"Authorization": "Bearer nope"}, {"Authorization": "Basic nope"}):
        answer = assistant.client().post("/api/v1/conversation/messages", json={"text": "hej"}, headers=headers)
        assert answer.status_code == 401
        urgent = [message for message in answer.json()["messages"] if message["kind"] == "urgent"]
        assert [link["href"] for link in urgent[0]["links"]] == ["tel:112", "tel:1888"]


async def test_200_messages_at_once_are_answered_or_told_to_wait(assistant: Assistant) -> None:
    talk = assistant.talk()
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=assistant.url, timeout=30, limits=limits) as client:
        sent = [
            client.post("/api/v1/conversation/messages", json={"text": "hvad er vold"}, headers=talk.headers)
            for _ in range(200)
        ]
        answers = await asyncio.gather(*sent)
    statuses = {answer.status_code for answer in answers}
    assert statuses == {200, 429}
    waiting = next(answer for answer in answers if answer.status_code == 429)
    assert int(waiting.headers["retry-after"]) > 0
    assert waiting.json()["messages"][0]["kind"] == "urgent"
    assert talk.say("hvad er vold")


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/openapi.json", "/health/live", "/static/page.js", "/api/v1/municipalities"]
)
def test_every_answer_forbids_storing_and_anything_from_elsewhere(assistant: Assistant, path: str) -> None:
    headers = assistant.client().get(path).headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_the_openapi_document_names_every_call_of_the_contract(assistant: Assistant) -> None:
    document = assistant.client().get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/v1/conversation",
        "/api/v1/conversation/messages",
        "/api/v1/conversation/end",
        "/api/v1/municipalities",
    }
    assert {"post", "delete"} <= set(document["paths"]["/api/v1/conversation"])
    assert "$ref" in json.dumps(document["paths"]["/api/v1/conversation/messages"])


def test_health(assistant: Assistant) -> None:
    assert assistant.client().get("/health/live").status_code == 200
    assert assistant.client().get("/health/ready").status_code == 200


def test_the_page_works_as_a_form_without_scripts(assistant: Assistant) -> None:
    client = assistant.client()
    assert "Det handler om mig" in client.get("/").text
    answer = client.post("/", data={"tekst": "hvad er et tilhold"})
    assert "tilhold" in answer.text.lower()
    token = answer.text.split('name="token" value="')[1].split('"')[0]
    assert "112" in client.post("/", data={"token": token, "tekst": "han er på vej op ad trappen"}).text
    left = client.post("/", data={"token": token, "afslut": "ja"})
    assert left.status_code == 303
    assert left.headers["location"].startswith("https://")


def test_the_staff_page_stands_on_a_port_of_its_own(assistant: Assistant) -> None:
    answer = httpx.get(f"{assistant.staff_url}/log-ind")
    assert answer.status_code == 200
    assert "medarbejdere" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def at_the_scenes(talk: Talk) -> Talk:
    talk.tap("Det handler om mig")
    talk.tap("Hjælp mig med at finde ud af det")
    talk.tap("Ja, det er fint")
    talk.tap("Ja, det er trygt")
    talk.tap("Min eks")
    return talk


def test_several_choices_are_taken_where_the_question_takes_several(talk: Talk) -> None:
    ids = at_the_scenes(talk).ids()
    chosen = [ids["Mine ting bliver ødelagt"], ids["En anden styrer mine penge"]]
    answer = talk.post({"choices": chosen})
    assert answer.status_code == 200
    assert "Sker det stadig" in answer.json()["messages"][0]["text"]


def test_several_choices_are_refused_where_they_do_not_belong_together(talk: Talk) -> None:
    ids = at_the_scenes(talk).ids()
    scene, skip = ids["Mine ting bliver ødelagt"], ids["Spring over"]
    assert talk.post({"choices": [scene, skip]}).status_code == 400
    assert talk.post({"choices": [scene, "b999"]}).status_code == 400
    assert talk.post({"choices": [scene, scene]}).status_code == 200, "the same one twice is one"


def test_one_button_after_another_question_is_refused_as_several(talk: Talk) -> None:
    ids = list(talk.ids().values())
    assert talk.post({"choices": ids[:2]}).status_code == 400
    assert talk.post({"choices": ids[:1]}).status_code == 200
