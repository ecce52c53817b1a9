"""Every setting, read once from the environment (or `.env`), checked before anything starts. `.env.example` explains them."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
PREFIX = "FOERSTEKONTAKT_"
SHORTEST_TOKEN = 32
LAST_PORT = 65535
_ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:(\d+|\*))?")


class WrongSetting(Exception):
    """A setting has a value that cannot be used. The message says which, what is wrong and how to mend it."""


def _https_or_local(url: HttpUrl) -> HttpUrl:
    if url.scheme != "https" and url.host not in ("localhost", "127.0.0.1"):
        raise ValueError("must begin with https://")
    return url


def _redis_or_nothing(url: SecretStr) -> SecretStr:
    if url.get_secret_value().partition("://")[0] not in ("", "redis", "rediss", "unix"):
        raise ValueError("must begin with redis://, rediss:// or unix://, or be empty for this machine's memory")
    return url


def _long_or_nothing(secret: SecretStr) -> SecretStr:
    if 0 < len(secret.get_secret_value()) < SHORTEST_TOKEN:
        raise ValueError(f"must be at least {SHORTEST_TOKEN} random characters, or be empty so that nobody is let in")
    return secret


def _origins(origins: str) -> str:
    for origin in origins.split():
        if not _ORIGIN.fullmatch(origin):
            raise ValueError("must be origins such as https://www.eksempel.dk, with spaces between")
    return " ".join(origins.split())


def _ports(ports: str) -> str:
    if not all(port.isdecimal() and 0 < int(port) <= LAST_PORT for port in ports.split()):
        raise ValueError("must be ports such as 5006, with spaces between, or be empty")
    return " ".join(ports.split())


Port = Annotated[int, Field(ge=0, le=65535)]
ExitUrl = Annotated[HttpUrl, AfterValidator(_https_or_local)]


class Settings(BaseSettings):
    """What an installation may choose. A port of 0 means: any that is free."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ROOT / ".env", extra="ignore")

    host: str = "127.0.0.1"
    port: Port = 8080
    staff_host: str = "127.0.0.1"
    staff_port: Port = 8081
    staff_url: str = ""
    staff_accounts: str = ""
    staff_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    staff_oidc_issuer: str = ""
    staff_oidc_client_id: str = ""
    staff_oidc_client_secret: SecretStr = SecretStr("")
    staff_oidc_claim: Annotated[str, Field(min_length=1)] = "groups"
    staff_oidc_roles: str = ""
    exit_url: ExitUrl = HttpUrl("https://www.dmi.dk/")
    page_idle_minutes: Annotated[int, Field(ge=2, le=60)] = 10
    page_hidden_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    frame_ancestors: Annotated[str, AfterValidator(_origins)] = ""
    idle_minutes: Annotated[int, Field(ge=1, le=60)] = 30
    max_turns: Annotated[int, Field(ge=10, le=1000)] = 150
    max_conversations: Annotated[int, Field(ge=1, le=1_000_000)] = 20_000
    trackers_url: Annotated[SecretStr, AfterValidator(_redis_or_nothing)] = SecretStr("")
    proxies: Annotated[int, Field(ge=0, le=10)] = 0
    messages_a_minute: Annotated[int, Field(ge=1, le=100_000)] = 120
    reload_content: bool = True
    model_folder: Path = ROOT / "models"
    state_folder: Path = ROOT / "var"
    scripts_folder: Path = ROOT / "data" / "manuskripter"
    proposals_folder: Path = ROOT / "data" / "forslag"
    drafts_folder: Path = ROOT / "data" / "udkast"
    handoff_store: SecretStr = SecretStr("")
    handoff_key: SecretStr = SecretStr("")
    handoff_days: Annotated[int, Field(ge=1, le=14)] = 7
    hotline_opens_codes: bool = True
    statistics: bool = True
    statistics_file: str = ""
    metrics_token: Annotated[SecretStr, AfterValidator(_long_or_nothing)] = SecretStr("")
    metrics_folder: str = ""

    # Set by `bot run` for the parts it starts; set them yourself when a process manager starts the parts.
    engine_port: Port = 5005
    actions_port: Port = 5055
    engine_secret: SecretStr = SecretStr("")
    spare_engine_ports: Annotated[str, AfterValidator(_ports)] = ""
    spare_actions_ports: Annotated[str, AfterValidator(_ports)] = ""

    @model_validator(mode="after")
    def _spares_share(self) -> Self:
        if self.spare_engine_ports and not self.trackers_url.get_secret_value():
            raise ValueError(
                f"{PREFIX}SPARE_ENGINE_PORTS needs {PREFIX}TRACKERS_URL: another engine knows a conversation from Redis alone"
            )
        return self

    @property
    def handoff_store_url(self) -> str:
        """Where sealed records lie: the store that is set, else a file of this machine."""
        return self.handoff_store.get_secret_value() or f"sqlite:///{self.state_folder / 'overlevering.db'}"

    @property
    def statistics_path(self) -> Path:
        """Where the sums of each week lie."""
        return Path(self.statistics_file) if self.statistics_file else self.state_folder / "statistik.db"

    @property
    def engine_url(self) -> str:
        """The engine's channel, on loopback."""
        return _channel(self.engine_port)

    @property
    def spare_engine_urls(self) -> list[str]:
        """The channels of other engines of this machine, for when the own one is gone."""
        return [_channel(int(port)) for port in self.spare_engine_ports.split()]

    @property
    def actions_url(self) -> str:
        """The action server's webhook, on loopback."""
        return _webhook(self.actions_port)

    @property
    def spare_actions_urls(self) -> list[str]:
        """The webhooks of other action servers of this machine, for when the own one is gone."""
        return [_webhook(int(port)) for port in self.spare_actions_ports.split()]


def _channel(port: int) -> str:
    return f"http://127.0.0.1:{port}/webhooks/samtale"


def _webhook(port: int) -> str:
    return f"http://127.0.0.1:{port}/webhook"


def read_settings() -> Settings:
    """Read and check all settings.

    Raises:
        WrongSetting: naming the first variable that is wrong and what it should be; never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else "settings"
        raise WrongSetting(f"{name}: {first['msg']}. See .env.example; set it in the environment or in .env.") from None
