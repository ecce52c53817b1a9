"""The reverse proxy's example, run by a real nginx: it logs nobody, helps when all is down, and an upgrade loses nobody."""

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from bot.supervisor import free_port

NGINX = ROOT / "deploy/nginx"
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in NGINX.glob("*.conf")}


def test_nothing_of_a_request_is_logged_or_written() -> None:
    quiet = TEXTS["stille.conf"]
    assert "access_log off;" in quiet
    assert "error_log stderr emerg;" in quiet
    assert "proxy_max_temp_file_size 0;" in quiet
    others = "".join(text for name, text in TEXTS.items() if name != "stille.conf")
    assert not re.search(r"^\s*(access_log|error_log|log_format)", others, re.M)


def test_a_body_that_may_come_fits_in_memory() -> None:
    for text in TEXTS.values():
        assert re.findall(r"client_max_body_size (\w+)", text) == re.findall(r"client_body_buffer_size (\w+)", text)


@pytest.mark.parametrize("slot", ["a", "b"])
def test_the_ports_are_those_of_the_settings(slot: str) -> None:
    settings = (ROOT / f"deploy/settings/{slot}.env").read_text()
    ports = re.findall(r"^FOERSTEKONTAKT_(?:STAFF_)?PORT=(\d+)", settings, re.M)
    upstreams = TEXTS[f"aktiv-{slot}.conf"]
    assert re.findall(r"(?:_nu|_personale) { server 127\.0\.0\.1:(\d+)", upstreams) == ports


@dataclass
class Slot:
    """A web process as far as a proxy can tell: it knows some tokens, and keeps what it was told."""

    tokens: set[str]
    told: list[str] = field(default_factory=list)
    port: int = field(default_factory=free_port)
    server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        slot = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                token = self.headers.get("Authorization", "").removeprefix("Bearer ") or body
                slot.told.append(f"{self.command} {self.path} {token}")
                known = token in slot.tokens or not self.path.endswith("/messages")
                said = json.dumps({"port": slot.port, "body": body}).encode()
                self.send_response(200 if known else 401)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815  (http.server's names)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@dataclass
class Proxy:
    url: str
    a: Slot
    b: Slot
    printed: Path
    folder: Path
    environment: dict[str, str]

    def switch(self, *argument: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "deploy/skift"), *argument], env=self.environment, capture_output=True, text=True, check=False
        )

    def say(self, token: str) -> httpx.Response:
        return httpx.post(
            f"{self.url}/api/v1/conversation/messages",
            json={"text": "hej"},
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
        )

    def serves(self, port: int) -> bool:
        """Wait until nginx has read its configuration anew: its old workers answer until then."""
        for _ in range(200):
            if httpx.get(self.url, trust_env=False).json()["port"] == port:
                return True
            time.sleep(0.05)
        return False


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    if not shutil.which("nginx"):
        pytest.skip("needs nginx")
    a, b, port = Slot({"old"}), Slot({"new"}), free_port()
    folder = tmp_path / "nginx"
    folder.mkdir()
    (tmp_path / "noed").mkdir()
    tmp_path.chmod(0o755)
    for page in (ROOT / "deploy/noed").iterdir():
        shutil.copy(page, tmp_path / "noed")
    for name, text in TEXTS.items():
        moved = text.replace("/opt/foerstekontakt/noed", str(tmp_path / "noed"))
        moved = moved.replace("127.0.0.1:8080", f"127.0.0.1:{a.port}").replace("127.0.0.1:8090", f"127.0.0.1:{b.port}")
        (folder / name).write_text(moved, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = tmp_path / "main.conf"
    main.write_text(
        f"{'user root;' if os.getuid() == 0 else ''} worker_processes 1; pid {tmp_path}/pid; events {{}} http {{ {temporary}"
        f"include {folder}/stille.conf; include {folder}/aktiv.conf;"
        f"server {{ listen 127.0.0.1:{port}; include {folder}/steder.conf; }} }}"
    )
    command = f"nginx -c {main} -e stderr"
    environment = os.environ | {
        "NGINX_FOLDER": str(folder),
        "NGINX_CHECK": f"{command} -t -q",
        "NGINX_RELOAD": f"{command} -s reload",
    }
    a.start()
    b.start()
    (folder / "aktiv.conf").symlink_to("aktiv-a.conf")
    printed = tmp_path / "printed"
    with printed.open("wb") as sink:
        process = subprocess.Popen([*command.split(), "-g", "daemon off;"], stdout=sink, stderr=sink)
    made = Proxy(f"http://127.0.0.1:{port}", a, b, printed, folder, environment)
    for _ in range(200):
        try:
            httpx.get(made.url, trust_env=False)
            break
        except httpx.HTTPError:
            assert process.poll() is None, printed.read_text()
            time.sleep(0.05)
    yield made
    process.terminate()
    process.wait(timeout=15)
    a.stop()
    b.stop()


def test_an_upgrade_keeps_the_conversations_of_both_slots_and_goes_back_with_one_command(proxy: Proxy) -> None:
    assert proxy.say("old").json() == {"port": proxy.a.port, "body": '{"text":"hej"}'}
    assert proxy.switch("b").returncode == 0
    assert proxy.serves(proxy.b.port)
    assert proxy.say("new").json()["port"] == proxy.b.port
    assert proxy.say("old").json() == {"port": proxy.a.port, "body": '{"text":"hej"}'}  # its words come along
    assert proxy.switch("tilbage").returncode == 0
    assert proxy.serves(proxy.a.port)
    assert proxy.say("new").json()["port"] == proxy.b.port


def test_the_exit_reaches_the_slot_that_holds_the_conversation(proxy: Proxy) -> None:
    assert proxy.switch("b").returncode == 0
    assert proxy.serves(proxy.b.port)
    httpx.delete(f"{proxy.url}/api/v1/conversation", headers={"Authorization": "Bearer old"}, trust_env=False)
    httpx.post(f"{proxy.url}/api/v1/conversation/end", content="old", trust_env=False)
    httpx.post(f"{proxy.url}/api/v1/conversation", json={}, trust_env=False)
    for slot in (proxy.a, proxy.b):
        for _ in range(100):
            if len(slot.told) >= 2:
                break
            time.sleep(0.05)
    assert "DELETE /api/v1/conversation old" in proxy.a.told
    assert "POST /api/v1/conversation/end old" in proxy.a.told
    assert not [each for each in proxy.a.told if each.startswith("POST /api/v1/conversation {")]  # begun once only


def test_when_the_old_slot_is_stopped_an_unknown_token_gets_the_new_slots_own_answer(proxy: Proxy) -> None:
    assert proxy.switch("b").returncode == 0
    assert proxy.serves(proxy.b.port)
    proxy.a.stop()
    answer = proxy.say("old")
    assert answer.status_code == 401
    assert answer.json()["port"] == proxy.b.port


def test_with_everything_down_page_and_client_get_the_numbers_and_nothing_is_logged(proxy: Proxy) -> None:
    proxy.a.stop()
    proxy.b.stop()
    page = httpx.get(f"{proxy.url}/?kommune=demo", trust_env=False)
    assert page.status_code == 503
    assert 'href="tel:112"' in page.text
    assert page.headers["cache-control"] == "no-store"
    for answer in (proxy.say("old"), httpx.post(f"{proxy.url}/api/v1/conversation", json={}, trust_env=False)):
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["messages"][0]["kind"] == "urgent"
    assert "127.0.0.1" not in proxy.printed.read_text()


def test_a_slot_that_is_not_ready_is_not_switched_to(proxy: Proxy) -> None:
    proxy.b.stop()
    refused = proxy.switch("b")
    assert refused.returncode == 1
    assert "slot b is not ready" in refused.stderr
    assert str((proxy.folder / "aktiv.conf").readlink()) == "aktiv-a.conf"
    assert proxy.switch("c").returncode == 2
