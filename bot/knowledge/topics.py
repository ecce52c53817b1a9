"""What each wish is called on a button, as a citizen would say it (data/viden/emner.yml)."""

from pathlib import Path

import yaml


def load_topics(folder: Path) -> dict[str, str]:
    """Give the title of each intent, from the folder data/viden."""
    topics: dict[str, str] = yaml.safe_load((folder / "emner.yml").read_text(encoding="utf-8"))
    return topics
