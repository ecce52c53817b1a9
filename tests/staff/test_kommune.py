"""What comes back from a municipality's sign-in: real tokens with real keys, one thing wrong at a time."""

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from bot.staff.configuration import Provider
from bot.staff.kommune import LONGEST_WAY_SECONDS, InNoGroup, MunicipalSignIn, ProviderAway, WayBroken
from bot.staff.roles import Grant, Role

ISSUER = "https://log-ind.example.dk"
NOW = 1_800_000_000
KEY = RSAKey.generate_key(2048, {"kid": "a"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "a"})
DEMO = Grant(Role.INDLOES, "demo")
PROVIDER = Provider(
    ISSUER,
    "foerstekontakt",
    SecretStr("secret"),
    "groups",
    {"socialfaglige": frozenset({DEMO}), "redaktion": frozenset({Grant(Role.INDHOLD), Grant(Role.MANUSKRIPTER)})},
    "https://personale.example.dk/log-ind/kommune/retur",
)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "userinfo_endpoint": f"{ISSUER}/me",
}


class Municipality:
    """The other side: answers as a provider does, with what a test wants otherwise."""

    def __init__(self, **otherwise: Any) -> None:
        self.metadata: dict[str, Any] = METADATA | otherwise
        self.claims: dict[str, Any] = {"groups": ["socialfaglige"], "name": "Inger"}
        self.sign: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode(
            {"alg": "RS256", "kid": "a"}, claims, KEY
        )
        self.userinfo: dict[str, Any] = {}
        self.asked: dict[str, list[str]] = {}

    def answer(self, request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self.metadata)
            case "/keys":
                return httpx.Response(200, json={"keys": [KEY.as_dict(private=False)]})
            case "/token":
                self.asked = parse_qs(request.content.decode())
                token = self.sign({name: value for name, value in self.claims.items() if value is not None})
                return httpx.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": token})
            case "/me":
                return httpx.Response(200, json=self.userinfo)
        return httpx.Response(404)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def come_back(
    there: Municipality, change: Callable[[dict[str, str]], object] = lambda _: None, after: float = 0
) -> Any:
    clock = Clock()
    here = MunicipalSignIn(PROVIDER, clock, lambda: NOW, transport=httpx.MockTransport(there.answer))
    way_id, url = await here.begin()
    sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    standard = {"iss": ISSUER, "sub": "1", "aud": "foerstekontakt", "exp": NOW + 60, "iat": NOW, "nonce": sent["nonce"]}
    there.claims = standard | there.claims
    returned = {"code": "c", "state": sent["state"]}
    change(returned)
    clock.now = after
    return await here.finish(way_id, returned)


async def test_who_comes_back_is_let_in_with_the_roles_of_their_groups() -> None:
    there = Municipality()
    there.claims["groups"] = ["socialfaglige", "redaktion", "parkering"]
    staff = await come_back(there)
    assert staff.name == "Inger"
    assert staff.grants == {DEMO, Grant(Role.INDHOLD), Grant(Role.MANUSKRIPTER)}
    assert staff.version is None


async def test_the_way_there_has_a_state_a_nonce_and_a_challenge_and_the_code_is_bound_to_it() -> None:
    there = Municipality()
    here = MunicipalSignIn(PROVIDER, Clock(), lambda: NOW, transport=httpx.MockTransport(there.answer))
    first, second = [(await here.begin())[1] for _ in range(2)]
    sent, again = parse_qs(urlsplit(first).query), parse_qs(urlsplit(second).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == [PROVIDER.return_url]
    for name in ("state", "nonce", "code_challenge"):
        assert len(sent[name][0]) >= 43
        assert sent[name] != again[name]
    await come_back(there)
    assert len(there.asked["code_verifier"][0]) >= 43


async def test_one_group_told_as_a_text_counts() -> None:
    there = Municipality()
    there.claims["groups"] = "redaktion"
    assert (await come_back(there)).grants == {Grant(Role.INDHOLD), Grant(Role.MANUSKRIPTER)}


@pytest.mark.parametrize("groups", [[], ["parkering"], None, "Socialfaglige", [["socialfaglige"]]])
async def test_who_is_in_no_group_of_ours_is_not_let_in(groups: Any) -> None:
    there = Municipality()
    there.claims["groups"] = groups
    there.userinfo = {"sub": "1"}
    with pytest.raises(InNoGroup):
        await come_back(there)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://another.example.dk"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "foerstekontakt"], "azp": "another"},
        {"aud": None},
        {"exp": NOW - 120},
        {"exp": None},
        {"nbf": NOW + 600},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"at_hash": "another"},
    ],
)
async def test_a_token_with_one_thing_wrong_lets_nobody_in(wrong: dict[str, Any]) -> None:
    there = Municipality()
    there.claims |= wrong
    with pytest.raises(WayBroken):
        await come_back(there)


def unsigned(claims: dict[str, Any]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)]
    return b".".join([*parts, b""]).decode()


@pytest.mark.parametrize(
    "sign",
    [
        lambda claims: jwt.encode({"alg": "RS256", "kid": "a"}, claims, OTHER_KEY),
        lambda claims: jwt.encode({"alg": "RS256", "kid": "b"}, claims, KEY),
        lambda claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("secret-of-the-client-that-is-long")),
        unsigned,
        lambda _: "no token",
    ],
    ids=["another key", "an unknown key", "the client's secret", "unsigned", "no token"],
)
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(sign: Callable[[dict[str, Any]], str]) -> None:
    there = Municipality()
    there.sign = sign
    with pytest.raises(WayBroken):
        await come_back(there)


@pytest.mark.parametrize(
    "change",
    [
        lambda back: back.update(state="another"),
        lambda back: back.update(state="æ"),
        lambda back: back.pop("state"),
        lambda back: back.pop("code"),
        lambda back: back.update(iss="https://another.example.dk"),
    ],
)
async def test_what_belongs_to_another_way_lets_nobody_in(change: Callable[[dict[str, str]], object]) -> None:
    with pytest.raises(WayBroken):
        await come_back(Municipality(), change)


async def test_where_the_provider_names_itself_it_must() -> None:
    there = Municipality(authorization_response_iss_parameter_supported=True)
    with pytest.raises(WayBroken):
        await come_back(there)
    there = Municipality(authorization_response_iss_parameter_supported=True)
    assert await come_back(there, lambda back: back.update(iss=ISSUER))


async def test_a_way_is_over_after_ten_minutes() -> None:
    with pytest.raises(WayBroken):
        await come_back(Municipality(), after=LONGEST_WAY_SECONDS)


async def test_what_is_told_when_asked_must_be_of_the_same_person() -> None:
    there = Municipality()
    there.claims["groups"] = None
    there.userinfo = {"sub": "2", "groups": ["socialfaglige"]}
    with pytest.raises(WayBroken):
        await come_back(there)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"issuer": "https://another.example.dk"},
        {"token_endpoint": "http://log-ind.example.dk/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
async def test_a_provider_that_tells_what_cannot_be_is_not_used(otherwise: dict[str, Any]) -> None:
    with pytest.raises(ProviderAway):
        await come_back(Municipality(**otherwise))
