"""The systemd units, containers and settings of deploy/ keep what docs/drift promises."""

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

from bot.hardening import OVERWRITE_FREED
from bot.settings import PREFIX, ROOT, Settings
from bot.supervisor import GOES_ONLY_TO, PARTS

DEPLOY = ROOT / "deploy"
UNITS = {part: DEPLOY / "systemd" / f"foerstekontakt-{part}@.service" for part in PARTS}
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "containers/compose.yml").read_text(encoding="utf-8"))
KNOWN = {PREFIX + name.upper() for name in Settings.model_fields}
SETTINGS = sorted((DEPLOY / "settings").glob("*.env"))

HARDENING = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateDevices": "yes",
    "ProtectProc": "invisible",
    "RestrictNamespaces": "yes",
    "MemoryDenyWriteExecute": "yes",
    "MemorySwapMax": "0",
    "LimitCORE": "0",
    "UMask": "0077",
}


def lines_of(unit: Path) -> list[tuple[str, str]]:
    pairs = [
        line.split("=", 1) for line in unit.read_text(encoding="utf-8").splitlines() if re.match(r"[A-Z]\w*=", line)
    ]
    return [(name, value) for name, value in pairs]


def of_unit(part: str, name: str) -> list[str]:
    return [value for key, value in lines_of(UNITS[part]) if key == name]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_a_unit_that_can_do_nothing_but_its_work(part: str) -> None:
    assert of_unit(part, "ExecStart") == [f"/opt/foerstekontakt/%i/.venv/bin/bot run --only {part}"]
    assert {name: of_unit(part, name) for name in HARDENING} == {name: [value] for name, value in HARDENING.items()}
    assert "/tmp:" in of_unit(part, "TemporaryFileSystem")[0]
    assert set(of_unit(part, "Environment")[0].split()) == {f"{k}={v}" for k, v in OVERWRITE_FREED.items()}


@pytest.mark.parametrize("part", ["web", "engine"])
def test_who_reads_what_people_write_has_no_disk_and_no_way_out(part: str) -> None:
    assert of_unit(part, "DynamicUser") == ["yes"]
    assert not of_unit(part, "StateDirectory")
    assert not of_unit(part, "ReadWritePaths")
    assert of_unit(part, "IPAddressDeny") == ["any"]
    assert of_unit(part, "IPAddressAllow") == ["localhost"]


@pytest.mark.parametrize("part", PARTS)
def test_a_secret_goes_only_where_it_is_used(part: str) -> None:
    files = [DEPLOY / "settings" / Path(value.replace("%i", "a")).name for value in of_unit(part, "EnvironmentFile")]
    given = {name for file in files for name in names_in(file)}
    for prefix, parts in GOES_ONLY_TO.items():
        if part not in parts:
            assert not [
                name
                for name in given
                if name.startswith(prefix) and name != f"{PREFIX}STAFF_PORT"  # a port is no secret
            ]
    assert f"{PREFIX}ENGINE_SECRET" in given


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
@pytest.mark.parametrize("part", PARTS)
def test_systemd_itself_finds_little_exposed(part: str) -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(UNITS[part])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert not told.stderr  # a line that systemd does not know is told here


def names_in(file: Path) -> list[str]:
    return re.findall(rf"^({PREFIX}\w+)=", file.read_text(encoding="utf-8"), re.M)


def test_every_setting_that_is_named_exists() -> None:
    for file in [*SETTINGS, *DEPLOY.rglob("*.yml"), *DEPLOY.rglob("*.conf"), DEPLOY / "skift", *UNITS.values()]:
        named = set(re.findall(rf"{PREFIX}[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= KNOWN | {f"{PREFIX}MODEL"}, file.name  # compose's own: which model file


def test_the_examples_of_settings_are_read_as_they_are() -> None:
    for slot in "ab":
        given = {}
        for file in SETTINGS:
            if file.stem not in ("a", "b") or file.stem == slot:
                given |= dict(re.findall(rf"^{PREFIX}(\w+)=(.*)$", file.read_text(encoding="utf-8"), re.M))
        Settings.model_validate({name.lower(): value for name, value in given.items()})
        assert not given["ENGINE_SECRET"]
        assert not given["HANDOFF_KEY"]


def test_the_slots_share_no_port() -> None:
    ports = [re.findall(r"PORT=(\d+)", (DEPLOY / "settings" / f"{slot}.env").read_text()) for slot in "ab"]
    assert len({*ports[0], *ports[1]}) == 8


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_is_read_only_and_gains_no_right(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] == service["memswap_limit"]  # no swap
    assert service["ulimits"]["core"] == 0
    assert "privileged" not in service


@pytest.mark.parametrize("name", ["web", "staff", "actions", "engine", "redis"])
def test_a_part_in_a_container_writes_temporary_files_to_memory_and_opens_no_port(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["tmpfs"][0].startswith("/tmp:")
    assert service["network_mode"] == "service:netvaerk"
    assert "ports" not in service
    assert ("volumes" in service) == (name in ("staff", "actions", "redis"))


def test_only_loopback_is_published() -> None:
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["netvaerk"]["ports"])


def test_redis_writes_nothing_to_disk() -> None:
    lines = (DEPLOY / "containers/redis.conf").read_text().splitlines()
    assert {'save ""', "appendonly no", "bind 127.0.0.1", "maxmemory-policy noeviction"} <= set(lines)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server")
def test_redis_takes_the_file_and_keeps_nothing(tmp_path: Path) -> None:
    socket = tmp_path / "redis"
    alone = ["--port", "0", "--unixsocket", str(socket), "--dir", str(tmp_path)]
    process = subprocess.Popen(
        ["redis-server", str(DEPLOY / "containers/redis.conf"), *alone], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.05)
        with redis.Redis(unix_socket_path=str(socket)) as client:
            client.set("key", "value")
            assert client.config_get("save", "appendonly", "slowlog-max-len") == {
                "save": "",
                "appendonly": "no",
                "slowlog-max-len": "0",
            }
    finally:
        process.terminate()
        process.wait(timeout=15)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == []


@pytest.mark.parametrize("kind", ["web", "engine"])
def test_an_image_runs_as_nobody_special_and_copies_only_what_is_there(kind: str) -> None:
    text = (DEPLOY / f"containers/{kind}.Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER \d+$", text, re.M)
    assert "--require-hashes" in text
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
