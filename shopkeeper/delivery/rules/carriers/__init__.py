"""What carriers send, in our words: one file for each shape of body."""

from collections.abc import Callable

from shopkeeper.delivery.contracts import CarrierScan
from shopkeeper.delivery.rules.carriers import checkpoints, consignments, events

type Reader = Callable[[bytes, str], list[CarrierScan]]

ADAPTERS: dict[str, Reader] = {
    "events": events.read,
    "checkpoints": checkpoints.read,
    "consignments": consignments.read,
}
