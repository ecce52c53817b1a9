"""Signing in by the municipality's own sign-in.

OpenID Connect Core 1.0, code flow with PKCE (RFC 7636), by what RFC 9700 asks for.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.http.names import Clock
from bot.staff.configuration import Provider, is_safe_address
from bot.staff.roles import Grant
from bot.staff.sessions import Staff

WayId = NewType("WayId", str)

LONGEST_WAY_SECONDS = 600
MOST_WAYS = 10_000
SKEW_SECONDS = 60
ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]


class ProviderAway(Exception):
    """The municipality's sign-in does not answer, or answers what is not OpenID Connect."""


class WayBroken(Exception):
    """What came back from the municipality's sign-in belongs to no way that was begun here, or does not hold."""


class InNoGroup(Exception):
    """The municipality vouches for the person, who is in none of the groups that are let in."""


@dataclass(frozen=True)
class _Way:
    """What one way to the municipality's sign-in and back was begun with."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    began: float


class MunicipalSignIn:
    """Sends people to the municipality's sign-in, and reads what they come back with."""

    def __init__(
        self,
        provider: Provider,
        clock: Clock,
        now: Callable[[], float],
        make_secret: Callable[[], str] = lambda: secrets.token_urlsafe(32),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take the provider, a monotonic clock for ways, and the time of day (seconds since 1970) for tokens."""
        self._provider = provider
        self._clock = clock
        self._now = now
        self._make_secret = make_secret
        self._transport = transport
        self._ways: dict[bytes, _Way] = {}

    async def begin(self) -> tuple[WayId, str]:
        """Give the id of a new way, to be kept by the browser, and the address to send it to.

        Raises:
            ProviderAway
        """
        metadata = await self._metadata()
        self._forget_old()
        way_id = WayId(self._make_secret())
        way = _Way(self._make_secret(), self._make_secret(), self._make_secret(), self._clock())
        self._ways[_hash(way_id)] = way
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=way.state, nonce=way.nonce, code_verifier=way.verifier
            )
        return way_id, str(url)

    async def finish(self, way_id: str, returned: Mapping[str, str]) -> Staff:
        """Give who came back. A way can be finished once.

        Raises:
            WayBroken: the way is unknown, over or used, or the code or the token does not hold.
            InNoGroup: who it is may do nothing here.
            ProviderAway
        """
        way = self._take(way_id)
        metadata = await self._metadata()
        self._check_returned(way, returned, metadata)
        async with self._client() as client:
            try:
                token = await client.fetch_token(
                    metadata["token_endpoint"], code=returned["code"], code_verifier=way.verifier
                )
                claims = await self._claims(client, metadata, token, way.nonce)
                told = await self._told(client, metadata, claims)
            except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError):
                raise WayBroken from None
            except httpx.HTTPError:
                raise ProviderAway from None
        return self._staff(told)

    def _client(self) -> Any:
        return AsyncOAuth2Client(
            self._provider.client_id,
            self._provider.client_secret.get_secret_value(),
            scope="openid profile",
            redirect_uri=self._provider.return_url,
            code_challenge_method="S256",
            transport=self._transport,
            timeout=10,
            trust_env=False,
        )

    def _take(self, way_id: str) -> _Way:
        way = self._ways.pop(_hash(way_id), None)
        if way is None or self._clock() - way.began >= LONGEST_WAY_SECONDS:
            raise WayBroken
        return way

    def _forget_old(self) -> None:
        oldest = self._clock() - LONGEST_WAY_SECONDS
        ways = [(key, way) for key, way in self._ways.items() if way.began > oldest]
        self._ways = dict(ways[-MOST_WAYS + 1 :])

    def _check_returned(self, way: _Way, returned: Mapping[str, str], metadata: dict[str, Any]) -> None:
        """Check that what came back is of this way, and of this provider (RFC 9207: not of another that was mixed in)."""
        if "code" not in returned or not secrets.compare_digest(returned.get("state", "").encode(), way.state.encode()):
            raise WayBroken
        must_name_issuer = metadata.get("authorization_response_iss_parameter_supported") is True
        if returned.get("iss", None if must_name_issuer else self._provider.issuer) != self._provider.issuer:
            raise WayBroken

    async def _metadata(self) -> dict[str, Any]:
        """Give what the provider says of itself, asked anew each time: it is rarely needed, and keys and addresses change."""
        where = self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
        metadata = await self._json(where)
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if metadata.get("issuer") != self._provider.issuer or not all(
            is_safe_address(metadata.get(name)) for name in names
        ):
            raise ProviderAway
        return metadata

    async def _json(self, url: str) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=10, trust_env=False) as client:
                found = (await client.get(url)).raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise ProviderAway from None
        if not isinstance(found, dict):
            raise ProviderAway
        return found

    async def _claims(self, client: Any, metadata: dict[str, Any], token: dict[str, Any], nonce: str) -> CodeIDToken:
        """Give the claims of the token: signed by the provider, made for us and for this way, and not over."""
        keys = KeySet.import_key_set(await self._json(metadata["jwks_uri"]))  # type: ignore[arg-type]
        try:
            decoded = jwt.decode(token["id_token"], keys, algorithms=ASYMMETRIC)
        except InvalidKeyIdError:
            raise WayBroken from None
        must = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": client.client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"nonce": nonce, "client_id": client.client_id, "access_token": token["access_token"]}
        claims = CodeIDToken(decoded.claims, decoded.header, must, params)
        claims.validate(now=int(self._now()), leeway=SKEW_SECONDS)
        return claims

    async def _told(self, client: Any, metadata: dict[str, Any], claims: CodeIDToken) -> dict[str, Any]:
        """Give what is told of the person: by the token, and where the groups are kept out of it, by asking (userinfo)."""
        if self._provider.claim in claims or not is_safe_address(metadata.get("userinfo_endpoint")):
            return dict(claims)
        answer = (await client.get(metadata["userinfo_endpoint"])).raise_for_status().json()
        if answer["sub"] != claims["sub"]:
            raise WayBroken
        return dict(answer)

    def _staff(self, told: dict[str, Any]) -> Staff:
        groups = told.get(self._provider.claim) or []
        names = [groups] if isinstance(groups, str) else [str(group) for group in groups]
        grants: frozenset[Grant] = frozenset().union(*(self._provider.grants.get(name, ()) for name in names))
        if not grants:
            raise InNoGroup
        called = told.get("name") or told.get("preferred_username") or "medarbejder"
        return Staff(str(called), grants, f"kommune:{told['sub']}")


def _hash(way_id: str) -> bytes:
    return hashlib.sha256(way_id.encode(errors="replace")).digest()
