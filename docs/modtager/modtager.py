#!/usr/bin/env python3
"""An example of what receives codes at a municipality. Needs argon2-cffi, cryptography and pynacl. README.md explains (Danish).

modtager.py lav-noegle NOEGLE            makes the private key in the file NOEGLE; prints the public one, for data/kommuner
modtager.py modtag NOEGLE MAPPE PORT     receives on this machine, behind what ends TLS; records lie in MAPPE, sealed
modtager.py aabn NOEGLE MAPPE [ORDLISTE] asks for a code and opens its record, once; by words too with bot/handoff/ord.txt
"""

import hashlib
import json
import os
import re
import struct
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

HEADER = struct.Struct(">BIHB")  # version, memory in KiB, passes, lanes
NONCE_BYTES = 12
CODE_BYTES = 7
CHECK_BITS = 5
DIGITS = 18
MOST_BYTES = 16 * 1024
MOST_MEMORY_KIB, MOST_PASSES = 256 * 1024, 8  # nobody may make us work for hours
GONE_SECONDS = 14 * 24 * 3600  # how long it is remembered that a record is gone: no record lives longer
ANSWER_SECONDS = 30
NAME = re.compile(r"[0-9a-f]{64}")
MADE, DONE, NOT_OURS, ALREADY_HERE, TOO_LARGE = 201, 200, 400, 409, 413


def make_key(file: Path) -> str:
    """Make a private key for its owner alone, and give the public one."""
    key = PrivateKey.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(bytes(key))
    return b64encode(bytes(key.public_key)).decode()


class Box:
    """The records that have come in, sealed, a file each. Its time is when it is over."""

    def __init__(self, key: PrivateKey, folder: Path) -> None:
        self._key = key
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def receive(self, name: str, body: bytes) -> int:
        """Keep a record, or delete one; give the HTTP status. The name is the idempotency key."""
        self._sweep()
        record = name.removesuffix("-slettet")
        if not NAME.fullmatch(record):
            return NOT_OURS
        try:
            if record != name:
                return self._forget(record) if json.loads(body)["slet"] == record else NOT_OURS
            return self._keep(record, body, self._read(body)["udloeber"])
        except (CryptoError, ValueError, KeyError, TypeError, OverflowError, struct.error):
            return NOT_OURS

    def open(self, code: bytes) -> dict[str, Any] | None:
        """Give what a code's record holds, and delete the record; None when there is none."""
        self._sweep()
        keys: dict[Any, tuple[str, bytes]] = {}  # records of one sender share their Argon2id
        for file in self._folder.glob("*.kode"):
            message = self._read(file.read_bytes())
            sealed = b64decode(message["forseglet"])
            what = (message["noegle"], sealed[: HEADER.size])
            keys[what] = keys.get(what) or stretch(code, *what)
            lookup, key = keys[what]
            if lookup == message.get("opslag") and (content := unsealed(sealed, lookup, key)):
                self._mark_gone(file.stem)
                file.unlink()  # before it is shown: of two that open it at once, one fails here
                return content
        return None

    def _read(self, body: bytes) -> dict[str, Any]:
        """Give a message. Anybody may send here: what is none raises what `receive` names."""
        message: dict[str, Any] = json.loads(SealedBox(self._key).decrypt(body))
        version, memory, passes, _ = HEADER.unpack(b64decode(message["forseglet"], validate=True)[: HEADER.size])
        if message["version"] != 1 or version != 1 or memory > MOST_MEMORY_KIB or passes > MOST_PASSES:
            raise ValueError(body)
        return message | {"noegle": str(message["noegle"]), "udloeber": int(message["udloeber"])}

    def _keep(self, name: str, body: bytes, over: int) -> int:
        if (self._folder / f"{name}.slettet").exists():
            return ALREADY_HERE
        draft = self._folder / f".{os.urandom(16).hex()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(body)
            written.flush()
            os.fsync(written.fileno())
        os.utime(draft, (over, over))
        try:
            os.link(draft, self._folder / f"{name}.kode")  # appears whole, and only if it is not there
        except FileExistsError:
            return ALREADY_HERE
        finally:
            draft.unlink()
        self._write_through()
        return MADE

    def _forget(self, name: str) -> int:
        self._mark_gone(name)
        (self._folder / f"{name}.kode").unlink(missing_ok=True)
        self._write_through()
        return DONE

    def _mark_gone(self, name: str) -> None:
        """Remember that a record is gone: it may be sent once more, or arrive after word that it is to be deleted."""
        mark = self._folder / f"{name}.slettet"
        mark.touch(mode=0o600)
        os.utime(mark, (time.time() + GONE_SECONDS,) * 2)

    def _sweep(self) -> None:
        for file in [*self._folder.glob("*.kode"), *self._folder.glob("*.slettet")]:
            if file.stat().st_mtime <= time.time():
                file.unlink(missing_ok=True)

    def _write_through(self) -> None:
        """Have the disk know of the files before it is said that we have them."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def stretch(code: bytes, secret: str, header: bytes) -> tuple[str, bytes]:
    """Give the place and the key of a code's record, by the same steps as bot/handoff/sealed.py."""
    key = hashlib.blake2b(secret.encode()).digest()
    _, memory, passes, lanes = HEADER.unpack(header)

    def made_of(what: bytes, purpose: bytes) -> bytes:
        return hashlib.blake2b(what, key=key, digest_size=32, person=purpose).digest()

    root = hash_secret_raw(code, made_of(header, b"salt")[:16], passes, memory, lanes, 32, Type.ID)
    return made_of(root, b"lookup").hex(), made_of(root, b"seal")


def unsealed(sealed: bytes, lookup: str, key: bytes) -> dict[str, Any] | None:
    """Give what is sealed with the key; None when it was changed or is over."""
    header, nonce, box = sealed[: HEADER.size], sealed[HEADER.size :][:NONCE_BYTES], sealed[HEADER.size + NONCE_BYTES :]
    try:
        content: dict[str, Any] = json.loads(ChaCha20Poly1305(key).decrypt(nonce, box, header + bytes.fromhex(lookup)))
    except InvalidTag:
        return None
    return content if content["expires"] > time.time() else None


def read_code(typed: str, words: Sequence[str] = ()) -> bytes | None:
    """Give the secret of a code typed as 18 digits (ISO 7064, MOD 97-10), or as its five words; None when it is neither."""
    figures = re.sub(r"\D", "", typed)
    if len(figures) == DIGITS and int(figures) % 97 == 1:
        return int(figures[:-2]).to_bytes(CODE_BYTES, "big")
    places = [words.index(word) for word in re.findall(r"[a-zæøå]+", typed.lower()) if word in words]
    if len(places) != 5:  # noqa: PLR2004  (a code has five words)
        return None
    whole = 0
    for place in places:
        whole = whole << 11 | place
    return (whole >> CHECK_BITS).to_bytes(CODE_BYTES, "big")


class Webhook(BaseHTTPRequestHandler):
    """Takes what is sent. Answers when it lies on the disk; logs nothing of who sent it or what."""

    timeout = ANSWER_SECONDS

    def __init__(self, box: Box, *args: Any) -> None:
        self._box = box
        super().__init__(*args)

    def do_POST(self) -> None:
        """Take one message."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            status = TOO_LARGE
        else:
            status = self._box.receive(self.headers.get("Idempotency-Key", ""), self.rfile.read(int(length)))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def main(arguments: list[str]) -> int:
    """Do what the arguments say; give the exit status."""
    match arguments:
        case ["lav-noegle", file]:
            print(make_key(Path(file)))
        case ["modtag", file, folder, port]:
            box = Box(PrivateKey(Path(file).read_bytes()), Path(folder))
            ThreadingHTTPServer(("127.0.0.1", int(port)), partial(Webhook, box)).serve_forever()
        case ["aabn", file, folder, *words]:
            box = Box(PrivateKey(Path(file).read_bytes()), Path(folder))
            listed = Path(words[0]).read_text(encoding="utf-8").split() if words else []
            code = read_code(input("Koden: "), listed)
            content = box.open(code) if code is not None else None
            if content is None:
                print("Koden åbner ikke noget. Den kan være brugt, slettet eller udløbet.", file=sys.stderr)
                return 1
            print(f"Lavet {content['made']}", *(f"– {line}" for line in content["lines"]), sep="\n")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
