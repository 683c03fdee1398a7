"""Where webhooks may go, what they say, and when they are tried again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from shopkeeper.connectors.errors import AddressRefused, UnknownEvents

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 50_400, 72_000, 86_400)
)
"""After each failed try, as the Standard Webhooks specification suggests, over three and a half days in all."""
OK = range(200, 300)
GONE = 410


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None when it was tried long enough."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def check_url(url: str, *, may_be_private: bool) -> None:
    """An address of another system: HTTPS, with a name and without a password. In one's own network HTTP will do.

    :raises AddressRefused: when it is none
    """
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        raise AddressRefused(url=url) from None
    schemes = ("https", "http") if may_be_private else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username or not port_is_right or len(url) > 500:
        raise AddressRefused(url=url)


def choose_address(addresses: Sequence[str], *, may_be_private: bool) -> str | None:
    """Where to connect: nowhere if any of a name's addresses lies in a private network, unless that is allowed."""
    if not addresses or not (may_be_private or all(_is_public(address) for address in addresses)):
        return None
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def events_meant(said: Iterable[str], known: Iterable[str]) -> list[str]:
    """The names of events that names of events and of modules stand for.

    :raises UnknownEvents: when one stands for nothing
    """
    asked, every = list(said), sorted(known)
    found = {one: [name for name in every if name == one or name.startswith(f"{one}.")] for one in asked}
    if not asked or not all(found.values()):
        raise UnknownEvents(names=", ".join(one for one in asked if not found[one]) or "–")
    return sorted({name for names in found.values() for name in names})


def body_of(*, sequence: int, event_id: UUID, name: str, at: datetime, data: dict[str, Any]) -> bytes:
    """What is sent: the event's ids, codes and numbers. Who wants to know more asks by REST."""
    told = {"type": name, "timestamp": at, "sequence": sequence, "event_id": event_id, "data": data}
    return msgspec.json.encode(told)
