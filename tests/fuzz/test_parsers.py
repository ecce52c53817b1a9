"""The parsers meet anything at all: they say what they must or refuse in the one way they know."""

import string

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handoff.code import HandoffCodeUnreadable, read_code
from bot.knowledge.sheets import ContentBroken
from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText

FEW = settings(max_examples=150, deadline=None)
REDACTOR = Redactor.load()
DETECTOR = DangerDetector.load()

danish = st.text(alphabet=string.ascii_letters + string.digits + "æøåÆØÅ .,-/+()@\n'’:;", max_size=300)
anything = st.text(max_size=300)
