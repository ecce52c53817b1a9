"""The code from the chat to a human: asked for, shown line by line, agreed to, given, and taken back."""

from functools import cache

from bot.handoff.summary import Vocabulary
from bot.settings import ROOT

STEP_SLOT = "kode_trin"  # what stands open
HANDLE_SLOT = "kode_haandtag"  # withdraws the code that was made here; it opens nothing
BEGIN = "/start_overlevering"
ANSWER = "/overlevering_svar"
WITHDRAW = "/slet_kode"
ABOUT = "/hvad_er_koden"


@cache
def vocabulary() -> Vocabulary:
    """Give the only words that can be handed over."""
    return Vocabulary.load(ROOT / "data" / "viden")
