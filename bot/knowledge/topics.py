"""The wishes: which of them are dangers, and what each is called on a button. Runs on Python 3.10 (the engine imports it)."""

from pathlib import Path

import yaml

# The dangers, as domain.yml names them. Each has an answer `utter_<name>_straks` that comes before all else.
ACUTE = (
    "akut_fare",
    "trusler_paa_livet",
    "anden_truer_med_selvmord",
    "selvmordstanker",
    "barn_i_fare",
    "nyligt_overgreb",
    "skadet",
    "udoever_selv",
    "slaar_eget_barn",
)


def load_topics(folder: Path) -> dict[str, str]:
    """Give the title of each intent, from the folder data/viden."""
    topics: dict[str, str] = yaml.safe_load((folder / "emner.yml").read_text(encoding="utf-8"))
    return topics
