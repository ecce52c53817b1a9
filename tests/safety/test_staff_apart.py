"""The staff side leaves no trace of who works there, and cannot be reached from where citizens are."""

import socket
from pathlib import Path

import httpx

from bot.settings import Settings
from tests.conftest import PASSWORD, Assistant, StaffSide, add_staff, start_staff

MARK = "kvadderhaletudse"
STAFF_PATHS = (
    *("/log-ind", "/log-ind/kommune", "/log-ind/kommune/retur", "/log-ud", "/log-ud/alle-steder", "/din-adgang"),
    *("/api/v1/handoffs/redeem", "/api/v1/scripts", "/api/v1/scripts/x/run"),
    *("/metrics", "/statistik", "/statistik.csv"),
)


def listening(process: int) -> set[str]:
    """Give the addresses a process listens on, as the kernel tells it."""
    sockets = {link.readlink().name for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink()}
    rows = [line.split() for line in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]]
    rows6 = [line.split() for line in Path(f"/proc/{process}/net/tcp6").read_text().splitlines()[1:]]
    assert not [row for row in rows6 if row[3] == "0A" and f"socket:[{row[9]}]" in sockets]
    return {
        socket.inet_ntoa(int(row[1].split(":")[0], 16).to_bytes(4, "little"))
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in sockets
    }


def test_nothing_printed_or_written_tells_who_signed_in(tmp_path: Path) -> None:
    name = "mettemarie"
    add_staff(tmp_path / "state", name, "indloes:demo")
    running: StaffSide = start_staff(tmp_path)
    browser = running.browser()
    ids = []
    for _ in range(2):
        browser.sign_in(name, PASSWORD)
        ids.append(browser.cookies["personale"])
        secret = browser.secret("/")
        browser.submit("/log-ud")
    for wrong in (MARK, name):
        for _ in range(5):
            browser.sign_in(wrong, MARK)
    browser.get(f"/{MARK}?{MARK}", headers={"Host": MARK})
    browser.get(f"/log-ind/kommune/retur?code={MARK}&state={MARK}", headers={"Cookie": f"kommune={MARK}"})
    browser.post("/log-ind", data={"navn": MARK, "adgangskode": MARK, "csrf": MARK}, headers={"User-Agent": MARK})
    browser.post("/api/v1/handoffs/redeem", json={"code": MARK}, headers={"X-CSRF-Token": MARK})
    browser.put(f"/{MARK}", content=MARK)
    running.stop()
    printed = running.printed()
    for each in (name, MARK, PASSWORD, secret, *ids):
        assert each not in printed
    for path in tmp_path.rglob("*"):
        if path.is_file():
            for each in (MARK, PASSWORD, secret, *ids):
                assert each.encode() not in path.read_bytes(), path


def test_the_public_port_has_no_path_of_the_staff(assistant: Assistant) -> None:
    for path in STAFF_PATHS:
        for method in ("GET", "POST"):
            answer = httpx.request(method, assistant.url + path, json={}, trust_env=False)
            assert answer.status_code == 404, path


def test_the_staff_port_has_no_path_of_the_public(assistant: Assistant) -> None:
    for path in ("/api/v1/conversation", "/openapi.json", "/embed.js", "/hvad-gemmer-vi"):
        answer = httpx.get(assistant.staff_url + path, trust_env=False)
        # Who is not signed in is not even told that there is nothing.
        assert answer.status_code == (401 if path.startswith("/api/") else 303)
        assert "token" not in answer.text


def test_the_staff_process_listens_on_this_machine_alone_unless_told_otherwise(assistant: Assistant) -> None:
    assert Settings.model_fields["staff_host"].default == "127.0.0.1"
    assert listening(assistant.process_of("staff")) == {"127.0.0.1"}
