"""docs/drift names what exists, all of it, in both languages alike."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PREFIX, ROOT, Settings

DRIFT = ROOT / "docs/drift"
PAIRS = [("drift.md", "operations.md"), ("tjekliste-dpo.md", "dpo-checklist.md")]
GUIDES = sorted(DRIFT.glob("*.md"))


def read(name: str) -> str:
    return (DRIFT / name).read_text(encoding="utf-8")


def shown(value: Any) -> str:
    plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    if isinstance(plain, Path):
        return f"`{plain.relative_to(ROOT)}/`"
    return f"`{str(plain).lower() if isinstance(plain, bool) else plain}`" if str(plain) else "–"


def test_the_table_has_every_setting_and_its_default_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", read("indstillinger.md"), re.M))
    assert rows == {name.upper(): shown(field.get_default()) for name, field in Settings.model_fields.items()}


def test_the_example_of_settings_names_every_one_too() -> None:
    named = re.findall(rf"^#?{PREFIX}(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda each: each.name)
def test_settings_links_and_paths_named_in_a_guide_exist(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX, f"{PREFIX}MODEL"}
    assert set(re.findall(rf"{PREFIX}[A-Z_]*", text)) <= known
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (DRIFT / link).exists(), link
    for path in re.findall(r"(?<![\w/])((?:deploy|docs|tests)/[\w./-]*\w)", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize(("danish", "english"), PAIRS)
def test_both_languages_give_the_same_commands_and_rows(danish: str, english: str) -> None:
    def commands(text: str) -> list[str]:
        blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
        lines = [re.sub(r"\s*#.*", "", line).strip() for block in blocks for line in block.splitlines()]
        return [line.replace("UDGAVE", "VERSION") for line in lines if line]

    assert commands(read(danish)) == commands(read(english))
    assert len(re.findall(r"^\|", read(danish), re.M)) == len(re.findall(r"^\|", read(english), re.M))
    assert len(re.findall(r"^#", read(danish), re.M)) == len(re.findall(r"^#", read(english), re.M))


@pytest.mark.parametrize("guide", ["drift.md", "operations.md"])
def test_the_guide_names_every_key_and_what_must_not_be_backed_up(guide: str) -> None:
    text = read(guide)
    secrets = [name for name, field in Settings.model_fields.items() if name.endswith(("_key", "_secret"))]
    assert all(PREFIX + name.upper() in text for name in secrets)
    assert re.search(r"overlevering\.\*.*\| \*\*(nej|no)\*\*", text)
