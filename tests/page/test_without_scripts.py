"""The same page in a browser that runs no scripts: a form that does the same job."""

from playwright.sync_api import Page, expect

from bot.web.page import templates
from tests.page.doing import CODE, tap, to_the_scenes, write


def test_writing_and_tapping(plain: Page) -> None:
    tap(plain, "Det handler om mig")
    expect(plain.locator(".choices button").first).to_be_visible()
    write(plain, "hvad er et tilhold")
    expect(plain.locator("#log")).to_contain_text("tilhold")
    assert "token" not in plain.url


def test_danger(plain: Page) -> None:
    write(plain, "han er på vej op ad trappen")
    expect(plain.locator(".bubble.urgent").get_by_role("link").first).to_have_attribute("href", "tel:112")


def test_what_does_not_work_without_scripts_is_said(plain: Page) -> None:
    # Playwright turns scripts off after the page is read, so what stands in <noscript> is there but not shown.
    said = plain.content().partition("<noscript>")[2].partition("</noscript>")[0]
    assert "Shift tre gange virker ikke" in said
    assert "Slet samtalen og gå væk" in said


def test_the_whole_reflection(plain: Page) -> None:
    to_the_scenes(plain)
    plain.get_by_label("Mine ting bliver ødelagt").check()
    plain.get_by_label("En anden styrer mine penge").check()
    tap(plain, "Send svar", "Det sker stadig")
    seen = [plain.locator("#log").inner_text()]
    for _ in range(12):
        if "Du fortalte" in seen[-1] or not plain.get_by_role("button", name="Spring over").count():
            break
        tap(plain, "Spring over")
        seen.append(plain.locator("#log").inner_text())
    assert len(set(seen)) == len(seen), "each question is asked once"
    assert "Dine ting bliver ødelagt." in seen[-1], "it ends in the person's own answers"
    assert "En anden styrer dine penge." in seen[-1]


def test_a_code(plain: Page) -> None:
    macro = templates().get_template("messages.html").module.bubble  # type: ignore[attr-defined]
    plain.set_content(str(macro(CODE, None, None)))
    card = plain.get_by_role("group", name="Din kode")
    expect(card.get_by_role("listitem").first).to_have_text("bøg")
    expect(card).to_contain_text("Koden som tal: 4, 7, 1, 8, 2, 0, 9, 3")
    expect(card).to_contain_text("30.")


def test_a_code_is_asked_for_agreed_to_and_taken_back(plain: Page) -> None:
    write(plain, "jeg vil gerne have en kode")
    tap(plain, "Bare til mig selv", "Det handler om mig selv")
    plain.get_by_label("En at tale med").check()
    tap(plain, "Send svar", "Det haster ikke")
    expect(plain.locator("#log")).to_contain_text("Jeg vil gerne have: en at tale med.")
    tap(plain, "Fjern noget først")
    plain.get_by_label("Hvem det handler om").check()
    tap(plain, "Send svar", "Ja, giv mig koden")
    card = plain.get_by_role("group", name="Din kode")
    expect(card.get_by_role("list", name="Koden i ord").get_by_role("listitem")).to_have_count(5)
    expect(card).not_to_contain_text("Det handler om mig selv.")
    tap(plain, "Slet koden")
    expect(plain.locator("#log")).to_contain_text("Koden er slettet")
