"""A model is loaded only if our own training made it: its SHA-256 lies beside it. Runs on Python 3.10.

Reading a model can run code, so a file from elsewhere is never tried. The record is in the form of `sha256sum`; it guards against
mix-ups and damage. Who can write in the folder can write both: there the file's owner protects (docs/drift).
"""

import hashlib
import hmac
from pathlib import Path

RECORD = ".sha256"


class ModelRefused(Exception):
    """A model is not loaded. The message says which, why and how to mend it."""


def record_of(model: Path) -> Path:
    """Give where a model's record lies."""
    return model.with_name(model.name + RECORD)


def record(model: Path, content: bytes) -> None:
    """Write down that our training made this content."""
    record_of(model).write_text(f"{hashlib.sha256(content).hexdigest()}  {model.name}\n", encoding="ascii")


def check(model: Path) -> None:
    """Let a model pass that is there, whole, and of our training.

    Raises:
        ModelRefused: it is not.
    """
    if not model.is_file():
        raise ModelRefused(f"{model.name}: there is no model of the sources as they are; `bot train` makes it")
    try:
        written = record_of(model).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        written = []
    if len(written) != 2 or written[1] != model.name:  # noqa: PLR2004  (hash and name)
        raise ModelRefused(f"{model.name}: has no record of our own training beside it; `bot train` makes it anew")
    try:
        found = hashlib.sha256(model.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelRefused(f"{model.name}: cannot be read ({error.strerror}); see who owns it") from None
    if not hmac.compare_digest(found, written[0]):
        raise ModelRefused(
            f"{model.name}: is not the file that our training made (broken, or another's); `bot train` makes it anew"
        )
