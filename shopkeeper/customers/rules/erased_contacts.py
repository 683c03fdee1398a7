"""What remains of an erased person's addresses and numbers: keyed hashes, each beside the hash of a name."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shopkeeper.customers.rules.matching.contacts import read_email, read_phone
from shopkeeper.customers.rules.matching.names import read_name
from shopkeeper.customers.rules.matching.sounds import sound

ANYBODY = b""
"""In place of the hash of a name, where the erased person had told us none: whoever has the address is they."""

_AHEAD = timedelta(days=1)
"""So far a source's clock may run ahead of ours; a time beyond that says nothing."""

Said = Mapping[str, object]


def list_contacts(email: str, phone: str) -> list[str]:
    """The address and the number in standard form, as far as they can be somebody's."""
    address, _ = read_email(email) if email else (None, None)
    number = read_phone(phone) if phone else None
    return [*([f"email\x1f{address}"] if address else []), *([f"phone\x1f{number}"] if number else [])]


def digest_of_contact(contact: str, *, name: str = "", secret: str) -> bytes:
    """The hash of an address or number, or of the two with a name, 32 bytes."""
    return hmac.digest(secret.encode(), f"{contact}\x1f{name}".encode(), hashlib.sha256)


def shorten_name(said: Said) -> str:
    """A name as it is hashed: the initial of the full form of the given name, and how the family name sounds."""
    return _join(*_parts(said))


def list_short_names(said: Said) -> set[str]:
    """All ways in which the same name may come again: whole, with the parts swapped, one of them only."""
    readings = (_parts(said), _parts(_swap(said)))
    return {_join(*each) for given, family in readings for each in ((given, family), (given, ""), ("", family))} - {""}


def list_hashes(records: Iterable[Said], *, secret: str) -> set[tuple[bytes, bytes]]:
    """What is kept of a person's records: each address and number, beside each of their names."""
    said = list(records)
    contacts = {one for row in said for one in list_contacts(str(row.get("email") or ""), str(row.get("phone") or ""))}
    names = {name for row in said for name in list_short_names(row)}
    return {
        (digest_of_contact(contact, secret=secret), beside)
        for contact in contacts
        for beside in ({digest_of_contact(contact, name=name, secret=secret) for name in names} or {ANYBODY})
    }


def is_theirs(beside: bytes, own: bytes) -> bool:
    """Whether a record with an erased person's address is of them: `own` is the hash with its name, if it has one.

    A family shares an address: of a record with another name than the erased person's we know that it is not theirs.
    """
    return not own or beside in (own, ANYBODY)


def is_news(*, published_at: datetime | None, changed_at: datetime | None, erased_at: datetime, now: datetime) -> bool:
    """Whether a source says that it made or changed a record after the erasure; a time that is to come says nothing."""
    told_at = changed_at or published_at
    return told_at is not None and erased_at < told_at <= now + _AHEAD


def _swap(said: Said) -> Said:
    """The same name with the family name before the given name."""
    words = str(said.get("full_name") or "").split()
    given, family = str(said.get("given_name") or ""), str(said.get("family_name") or "")
    if not (given and family) and len(words) > 1:
        given, family = words[0], words[-1]
    return {"given_name": family, "family_name": given}


def _parts(said: Said) -> tuple[str, str]:
    name = read_name(*(str(said.get(part) or "") for part in ("given_name", "family_name", "full_name")))
    return (name.nick or "")[:1], sound(name.family.replace(" ", "")) if name.family else ""


def _join(given: str, family: str) -> str:
    return f"{given} {family}".strip()
