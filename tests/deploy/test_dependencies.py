"""docs/dependencies.md says of the engine's environment what its lock file says."""

import re

from bot.settings import ROOT

TEXT = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements/engine.txt").read_text(), re.M))


def test_the_old_versions_named_are_those_that_are_pinned() -> None:
    for name in ("aiohttp", "pydantic", "scikit-learn", "skops", "setuptools", "sentry-sdk", "pymongo"):
        (named,) = re.findall(rf"\b{name} (\d[\d.]*\d)", TEXT)
        assert (LOCKED[name] + ".").startswith(named + "."), name
    assert "tensorflow" not in LOCKED


def test_each_accepted_rule_of_bandit_is_for_a_file_that_exists() -> None:
    rows = re.findall(r"^\| (B\d+[^|]*) \| ([^|]+) \|", TEXT, re.M)
    assert rows
    for _, where in rows:
        for file in re.findall(r"`([^`]+)`", where):
            assert (ROOT / file).exists(), file
