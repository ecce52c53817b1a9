"""What the settings of the staff process say together, checked before it starts."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, TypeAdapter, ValidationError

from bot.settings import PREFIX, Settings, WrongSetting
from bot.staff.roles import Grant, WrongGrant

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
RETURN_PATH = "/log-ind/kommune/retur"
Groups = TypeAdapter(dict[str, str | list[str]])


@dataclass(frozen=True)
class Provider:
    """A municipality's own sign-in, and which of its groups has which roles."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    claim: str
    grants: dict[str, frozenset[Grant]]
    return_url: str


@dataclass(frozen=True)
class StaffConfiguration:
    """Where staff find the page, where their sign-ins lie, and who else may vouch for them."""

    origins: frozenset[str]  # the first part of an address a browser may use; more than one on loopback only
    accounts: Path
    provider: Provider | None = field(repr=False)

    @property
    def is_encrypted(self) -> bool:
        """Tell whether browsers reach the page by https."""
        return all(origin.startswith("https://") for origin in self.origins)

    @property
    def hosts(self) -> frozenset[str]:
        """Give what the Host header may be."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)


def configure(settings: Settings) -> StaffConfiguration:
    """Give what the settings say of the staff process.

    Raises:
        WrongSetting: they do not fit together; names the first that is wrong.
    """
    url = _url(settings)
    return StaffConfiguration(
        origins=_origins(url),
        accounts=Path(settings.staff_accounts) if settings.staff_accounts else settings.state_folder / "personale.db",
        provider=_provider(settings, url) if settings.staff_oidc_issuer else None,
    )


def _url(settings: Settings) -> str:
    """Give the address as browsers see it, without a path."""
    url = settings.staff_url.rstrip("/")
    if not url:
        if _bracketed(settings.staff_host) not in LOOPBACK:
            raise _wrong(
                "staff_url", "must be the https address that staff use, because STAFF_HOST is not this machine alone"
            )
        return f"http://{_bracketed(settings.staff_host)}:{settings.staff_port}"
    if not _is_address(url) or urlsplit(url).path or urlsplit(url).query:
        raise _wrong("staff_url", "must be an address without a path, such as https://personale.example.dk")
    if not _is_safe(url) or (url.startswith("http:") and _bracketed(settings.staff_host) not in LOOPBACK):
        raise _wrong("staff_url", "must begin with https://")
    return url


def _origins(url: str) -> frozenset[str]:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return frozenset({url})
    return frozenset(f"http://{host}" + (f":{parts.port}" if parts.port else "") for host in LOOPBACK)


def _provider(settings: Settings, url: str) -> Provider:
    issuer = settings.staff_oidc_issuer
    if not is_safe_address(issuer):
        raise _wrong("staff_oidc_issuer", "must begin with https://")
    if not settings.staff_oidc_client_id:
        raise _wrong("staff_oidc_client_id", "is missing; STAFF_OIDC_ISSUER needs it")
    if not settings.staff_oidc_client_secret.get_secret_value():
        raise _wrong("staff_oidc_client_secret", "is missing; STAFF_OIDC_ISSUER needs it")
    return Provider(
        issuer,
        settings.staff_oidc_client_id,
        settings.staff_oidc_client_secret,
        settings.staff_oidc_claim,
        _grants(settings.staff_oidc_roles),
        url + RETURN_PATH,
    )


def _grants(text: str) -> dict[str, frozenset[Grant]]:
    try:
        groups = Groups.validate_json(text)
        if not groups:
            raise WrongGrant("there is no group")
        return {
            group: frozenset(map(Grant.read, [roles] if isinstance(roles, str) else roles))
            for group, roles in groups.items()
        }
    except WrongGrant as wrong:
        why = str(wrong)
    except ValidationError:
        why = "it is not"
    raise _wrong("staff_oidc_roles", f'must be JSON such as {{"a group": "indloes:odense"}}; {why}')


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def is_safe_address(url: object) -> bool:
    """Tell whether it is an address nobody can listen in on: https, or on this machine."""
    return isinstance(url, str) and _is_address(url) and _is_safe(url)


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.fragment or "@" in parts.netloc)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or _bracketed(parts.hostname or "") in LOOPBACK


def _wrong(name: str, what: str) -> WrongSetting:
    return WrongSetting(f"{PREFIX}{name.upper()}: {what}. See .env.example; set it in the environment or in .env.")
