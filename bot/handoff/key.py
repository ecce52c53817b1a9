"""The server's key for codes, on a machine where nobody set one: made once, kept beside the store for its owner alone."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32
FILE = "overlevering.noegle"


def make_private(folder: Path) -> None:
    """Make the folder that holds what must outlive a restart, for its owner alone; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept_key(folder: Path) -> str:
    """Give the key kept in the folder; the first time, make both.

    Two processes that start at once get the same key: the file appears whole, and only if there is none.
    """
    make_private(folder)
    file = folder / FILE
    if not file.exists():
        draft = folder / f"{FILE}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_urlsafe(KEY_BYTES))
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:  # another process was first
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")
