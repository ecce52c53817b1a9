"""Sends a record to a municipality that wants it, sealed twice: to its key, and inside that with the code as in the store.

So the municipality's systems hold what only the person's code opens, and nothing on the way reads even that there is a
record. `docs/modtager` shows the other end. Decision 0040 says what it costs.
"""

import asyncio
import hashlib
import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
from nacl.public import PublicKey, SealedBox

from bot.handoff.outbox import CodeMark, Outbox, Parcel, ParcelId
from bot.handoff.sealed import Lookup, Safe
from bot.handoff.stores import HandoffStoreUnavailable

logger = logging.getLogger(__name__)

VERSION = 1
WITHDRAWN = "-slettet"
PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0)  # the last one again and again, until the record expires
ANSWER_SECONDS = 10.0
AT_ONCE = 8  # so that a slow receiver does not hold up another's
LOOK_SECONDS = 5.0
ALREADY_THERE = 409

Addresses = Callable[[], Mapping[str, str]]  # the receivers of now, and where each listens


@dataclass(frozen=True)
class Target:
    """A receiver of a municipality that wants records sent, and its public key (X25519, base64)."""

    name: str
    public_key: str = field(repr=False)


class Sender:
    """Puts records into the outbox, and takes them back. Needs the code, so it runs where codes are made."""

    def __init__(self, outbox: Outbox, safe: Safe) -> None:
        self._outbox = outbox
        self._safe = safe

    def put(self, code: bytes, content: bytes, lookup: Lookup, expires: int, targets: Sequence[Target]) -> None:
        """Keep a record for each target, to be sent.

        Raises:
            HandoffStoreUnavailable: not all of them are kept.
        """
        for target in targets:
            parcel_id = ParcelId(hashlib.sha256(lookup + target.name.encode()).hexdigest())
            body = self._sealed(code, content, expires, target)
            self._outbox.put(Parcel(parcel_id, mark_of(lookup), target.name, body, expires))

    def _sealed(self, code: bytes, content: bytes, expires: int, target: Target) -> bytes:
        public_key = b64decode(target.public_key)
        key, safe = self._safe.for_receiver(public_key)
        latch = safe.latches(code)[0]
        message = {
            "version": VERSION,
            "noegle": key,
            "opslag": latch.lookup.hex(),
            "forseglet": b64encode(safe.seal(latch, content)).decode(),
            "udloeber": expires,
        }
        return SealedBox(PublicKey(public_key)).encrypt(json.dumps(message).encode())


def take_back(outbox: Outbox, lookup: Lookup) -> None:
    """Stop what was not sent, and tell whoever may have it that it is to be deleted.

    Raises:
        HandoffStoreUnavailable: not all of them may be told.
    """
    for parcel in outbox.of(mark_of(lookup)):
        if not parcel.id.endswith(WITHDRAWN) and not outbox.drop_untried(parcel.id):
            outbox.put(_withdrawal(parcel))
            outbox.delivered(parcel.id)


def mark_of(lookup: Lookup) -> CodeMark:
    """Give what the parcels of a record are found by."""
    return CodeMark(hashlib.sha256(lookup).hexdigest())


def _withdrawal(parcel: Parcel) -> Parcel:
    """Give the message that a record is to be deleted. It names only the key that its receiver alone was told."""
    body = json.dumps({"version": VERSION, "slet": parcel.id}).encode()
    return Parcel(ParcelId(parcel.id + WITHDRAWN), parcel.mark, parcel.receiver, body, parcel.expires)


class Postman:
    """Delivers what the outbox holds. Beside the conversations: whatever a receiver does, no answer waits for it."""

    def __init__(
        self,
        outbox: Outbox,
        addresses: Addresses,
        client: httpx.AsyncClient,
        pauses: Sequence[float] = PAUSES,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._addresses = addresses
        self._client = client
        self._pauses = pauses
        self._answer_seconds = answer_seconds

    async def go_round(self) -> int:
        """Try every parcel that is due once; give the number delivered.

        Raises:
            HandoffStoreUnavailable: the outbox cannot be asked.
        """
        delivered = 0
        while parcels := await asyncio.to_thread(self._outbox.claim, AT_ONCE, 2 * self._answer_seconds):
            addresses = self._addresses()
            took = await asyncio.gather(*(self._bring(parcel, addresses.get(parcel.receiver)) for parcel in parcels))
            delivered += sum(took)
        return delivered

    async def _bring(self, parcel: Parcel, address: str | None) -> bool:
        if address and await self._took(parcel, address):
            await asyncio.to_thread(self._outbox.delivered, parcel.id)
            return True
        pause = self._pauses[min(parcel.tries, len(self._pauses)) - 1]
        logger.warning("A record could not be brought to %s; tried again in %d s", parcel.receiver, pause)
        await asyncio.to_thread(self._outbox.later, parcel.id, pause)
        return False

    async def _took(self, parcel: Parcel, address: str) -> bool:
        """Bring a parcel; tell whether the receiver has it now. What it answers besides is not read."""
        kind = "application/json" if parcel.id.endswith(WITHDRAWN) else "application/octet-stream"
        headers = {"Content-Type": kind, "Idempotency-Key": parcel.id}
        try:
            async with (
                asyncio.timeout(self._answer_seconds),
                self._client.stream("POST", address, content=parcel.body, headers=headers) as answer,
            ):
                return answer.is_success or answer.status_code == ALREADY_THERE
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            return False


async def keep_going_round(postman: Postman, look_seconds: float = LOOK_SECONDS) -> None:
    """Deliver for as long as the process runs."""
    while True:
        try:
            await postman.go_round()
        except HandoffStoreUnavailable:
            logger.warning("The outbox of the handoff store does not answer")
        await asyncio.sleep(look_seconds)
