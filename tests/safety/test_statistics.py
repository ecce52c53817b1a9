"""What is counted singles out nobody: no word, no conversation, no town with few people, no lone evening, no try-out."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest

from bot.conversation.sessions import Token, conversation_of
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT
from bot.statistics.weeks import Place, WeekFile, What, closed_weeks
from bot.supervisor import free_port
from tests.architecture.test_nevers import MODULES, imports
from tests.conftest import PASSWORD, StaffBrowser, StaffSide, Talk, add_staff, start_assistant, start_staff

MARK = "kvadderhaletudse"
TOKEN = "a token that only Prometheus has, long"
DANGER = "han slår mig lige nu"
COUNTED_SECONDS = 60


def metrics(url: str, token: str = TOKEN) -> httpx.Response:
    return httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {token}"}, timeout=10, trust_env=False)


def start_web(folder: Path, **environment: str) -> StaffSide:
    """Start the public process alone: danger is answered without an engine."""
    port = str(free_port())
    environment |= {"FOERSTEKONTAKT_PORT": port, "FOERSTEKONTAKT_STAFF_PORT": port}
    return start_staff(folder, "-m", "bot.cli", "run", "--only", "web", **environment)


def rows_of(file: Path) -> list[tuple[str, str, str, int]]:
    with sqlite3.connect(file) as database:
        return database.execute("SELECT * FROM sums").fetchall()


def test_no_count_and_no_file_of_counts_holds_a_word_or_a_conversation(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tal"
    folder.mkdir()
    running = start_assistant(tmp_path, FOERSTEKONTAKT_METRICS_TOKEN=TOKEN, FOERSTEKONTAKT_METRICS_FOLDER=str(folder))
    try:
        running.wait_until_ready()
        talks = [Talk(running.client(), municipality="koege") for _ in range(6)]
        for talk in talks:
            for text in (f"asdf {MARK} qwer zxcv", f"{DANGER} {MARK}", f"{MARK}@example.dk", f"/{MARK}"):
                talk.say(text)
            talk.client.delete("/api/v1/conversation", headers=talk.headers)
        Talk(running.client(), municipality=MARK).say(f"hej {MARK}")
        httpx.get(f"{running.staff_url}/metrics?{MARK}", headers={"Authorization": f"Bearer {MARK}"}, trust_env=False)
        deadline = time.monotonic() + COUNTED_SECONDS
        while 'danger_total{seen_by="rules"} 5.0' not in (told := metrics(running.staff_url).text):
            assert time.monotonic() < deadline, told
            time.sleep(0.2)
        assert 'exits_total{how="left"} 5.0' in told
        assert 'up{part="engine"} 1.0' in told
        assert 'up{part="actions"} 1.0' in told
        assert 'danger_checks_total{result="held"}' in told
        assert 'danger_checks_total{result="failed"} 0.0' in told
        for word in (MARK, "koege", "127.0.0.1", "akut_fare", *(talk.token for talk in talks)):
            assert word not in told
    finally:
        running.stop()
    assert MARK not in running.printed()
    file = tmp_path / "state" / "statistik.db"
    assert {row[1:] for row in rows_of(file) if row[1] == "koege"} >= {("koege", "alle", 6), ("koege", "fare", 6)}
    assert {row[1] for row in rows_of(file)} == {"koege", "uden-kommune"}
    secrets = [each for talk in talks for each in (talk.token, conversation_of(Token(talk.token)))]
    for each in [file, *folder.iterdir()]:
        content = each.read_bytes()
        for word in (MARK, DANGER, *secrets):
            assert word.encode() not in content, each


def test_one_conversation_moves_no_count_and_is_counted_once(tmp_path: Path) -> None:
    folder = tmp_path / "tal"
    folder.mkdir()
    web = start_web(tmp_path, FOERSTEKONTAKT_METRICS_FOLDER=str(folder))
    with httpx.Client(base_url=web.url, trust_env=False) as client:
        talk = Talk(client, municipality="odense")
        for _ in range(4):
            talk.say(DANGER)
    web.stop()
    (written,) = folder.iterdir()
    counted = [line for line in written.read_text().splitlines() if not line.startswith("#")]
    people = [line for line in counted if "danger_checks" not in line and "faults" not in line]
    assert people
    assert all(line.endswith(" 0.0") for line in people)
    assert {row[1:] for row in rows_of(tmp_path / "state" / "statistik.db")} == {
        ("odense", "alle", 1),
        ("odense", "fare", 1),
    }


def test_who_opts_out_has_no_sums_at_all(tmp_path: Path) -> None:
    web = start_web(tmp_path, FOERSTEKONTAKT_STATISTICS="false")
    with httpx.Client(base_url=web.url, trust_env=False) as client:
        Talk(client, municipality="odense").say(DANGER)
    web.stop()
    assert not list(tmp_path.rglob("statistik.db*"))


def test_sums_that_cannot_be_written_stop_no_answer(tmp_path: Path) -> None:
    web = start_web(
        tmp_path,
        FOERSTEKONTAKT_STATISTICS_FILE="/proc/statistik.db",
        FOERSTEKONTAKT_METRICS_FOLDER=str(tmp_path / "ikke"),
    )
    with httpx.Client(base_url=web.url, trust_env=False) as client:
        assert "112" in str(Talk(client).say(DANGER)[0]["links"])
    web.stop()
    assert "sums could not be written" in web.printed()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSide]:
    """A staff process with one person who sees statistics and one who does not."""
    folder = tmp_path_factory.mktemp("office")
    add_staff(folder / "state", "mona", "statistik")
    add_staff(folder / "state", "inger", "indloes:demo", "indhold", "manuskripter")
    running = start_staff(folder, FOERSTEKONTAKT_METRICS_TOKEN=TOKEN)
    yield running
    running.stop()


@pytest.fixture
def mona(office: StaffSide) -> StaffBrowser:
    browser = office.browser()
    browser.sign_in("mona", PASSWORD)
    return browser


def write_week(office: StaffSide, **sums: dict[What, int]) -> date:
    """Have these sums, by page, be those of the last closed week, and no others; give its Monday."""
    file = office.state / "statistik.db"
    file.unlink(missing_ok=True)
    (week,) = closed_weeks(datetime.now(DENMARK).date(), 1)
    added = {(Place(week, slug), what): number for slug, row in sums.items() for what, number in row.items()}
    WeekFile(file).add(added, week)
    return week


def published(browser: StaffBrowser) -> tuple[str, ...]:
    pages = ("/statistik", "/statistik?side=koege", "/statistik?side=odense", "/statistik.csv")
    answers = [browser.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * len(pages)
    return tuple(answer.text for answer in answers)


def test_a_municipality_of_two_users_learns_nothing(office: StaffSide, mona: StaffBrowser) -> None:
    many = {What.ALL: 40, What.DANGER: 12, What.NOT_UNDERSTOOD: 38}
    write_week(office, odense=many, koege={What.ALL: 2, What.DANGER: 2, What.CODE: 1})
    with_two = published(mona)
    write_week(office, odense=many)
    assert published(mona) == with_two
    everybody, koege, odense, csv = with_two
    assert "<td>mindst 40</td>" in everybody
    assert "<td>mindst 12</td>" in everybody
    assert not any(f"<td>{number}" in koege for number in range(10))
    assert "<td>40</td>" in odense
    assert ";38;" not in csv  # of 40: the two others would be known
    assert f";Køge Kommune;{';'.join(['skjult'] * 4)}\r\n" in csv
    assert ";Odense Kommune;40;12;skjult;skjult\r\n" in csv


def test_no_one_sees_a_week_before_it_is_over(office: StaffSide, mona: StaffBrowser) -> None:
    write_week(office)
    before = published(mona)
    today = datetime.now(DENMARK).date()
    (closed,) = closed_weeks(today, 1)
    running = Place(date.fromordinal(closed.toordinal() + 7), "odense")
    WeekFile(office.state / "statistik.db").add({(running, What.ALL): 500}, today)
    assert published(mona) == before


def test_only_who_has_the_role_sees_statistics(office: StaffSide) -> None:
    for path in ("/statistik", "/statistik.csv"):
        assert httpx.get(office.url + path, trust_env=False).status_code == 303
    inger = office.browser()
    inger.sign_in("inger", PASSWORD)
    for path in ("/statistik", "/statistik.csv"):
        assert inger.get(path).status_code == 403


def test_an_unknown_page_is_no_fault(office: StaffSide, mona: StaffBrowser) -> None:
    answer = mona.get(f"/statistik?side={MARK}")
    assert answer.status_code == 200
    assert MARK not in answer.text
    assert "Den kommune findes ikke her" in answer.text


def test_sums_that_cannot_be_read_are_told_plainly(office: StaffSide, mona: StaffBrowser) -> None:
    (office.state / "statistik.db").write_bytes(b"no database at all" * 100)
    try:
        for path in ("/statistik", "/statistik.csv"):
            answer = mona.get(path)
            assert answer.status_code == 503
            assert "Prøv igen om lidt" in answer.text
    finally:
        (office.state / "statistik.db").unlink()


def test_metrics_are_for_who_has_the_token_and_for_nobody_where_none_is_set(office: StaffSide, tmp_path: Path) -> None:
    assert metrics(office.url).status_code == 200
    for wrong in ("", "Bearer æ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Basic {TOKEN}"):
        answer = httpx.get(f"{office.url}/metrics", headers={"Authorization": wrong.encode()}, trust_env=False)
        assert answer.status_code == 403
        assert not answer.content
    signed_in = office.browser()
    signed_in.sign_in("mona", PASSWORD)
    assert signed_in.get("/metrics").status_code == 403
    without = start_staff(tmp_path)
    assert httpx.get(f"{without.url}/metrics", trust_env=False).status_code == 403
    assert metrics(without.url).status_code == 403
    without.stop()


def test_only_the_public_process_holds_the_service_that_counts() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(name.startswith("bot.statistics.watched") for name in imports(path))
    }
    assert users == {"bot/web/app.py", "bot/web/watching.py"}
