"""What waits to be sent to receivers of codes: sealed parcels that outlive the process, each delivered once."""

from dataclasses import dataclass, field
from typing import NewType, Protocol

ParcelId = NewType("ParcelId", str)  # also the idempotency key that the receiver sees
CodeMark = NewType("CodeMark", str)  # which code a parcel belongs to, without being its place in the store


@dataclass(frozen=True)
class Parcel:
    """One message to one receiver."""

    id: ParcelId
    mark: CodeMark = field(repr=False)
    receiver: str
    body: bytes = field(repr=False)
    expires: int  # seconds since 1970
    tries: int = 0


class Outbox(Protocol):
    """Parcels that processes and threads share. Every method may raise `HandoffStoreUnavailable`.

    A delivered parcel loses its body and is remembered until it expires, so that it is never sent again and a withdrawal
    knows who has it. What has expired is forgotten by itself.
    """

    def put(self, parcel: Parcel) -> None:
        """Keep a parcel; one that was put before, delivered or not, stays as it is."""

    def claim(self, most: int, lease: float) -> list[Parcel]:
        """Give parcels that are due, and count the try. Nobody else is given them for `lease` seconds."""

    def delivered(self, parcel_id: ParcelId) -> None:
        """Send it never again."""

    def later(self, parcel_id: ParcelId, seconds: float) -> None:
        """Give an undelivered parcel again after so many seconds."""

    def of(self, mark: CodeMark) -> list[Parcel]:
        """Give the parcels of a code, delivered ones too."""

    def drop_untried(self, parcel_id: ParcelId) -> bool:
        """Remove a parcel that was never claimed, as one step; tell whether it was so."""
