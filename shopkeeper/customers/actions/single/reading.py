"""What is known around one record before it is decided whose it is."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.concluding import Standing, forget_kinds
from shopkeeper.customers.actions.single import statements
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.queries.matching import OnlineModel, get_online_model
from shopkeeper.customers.rules.erased_contacts import digest_of_contact, list_contacts
from shopkeeper.customers.rules.erased_keys import digest_of_key
from shopkeeper.customers.rules.matching.forms import Form, hash_of, read_form
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.organization import public as organization

_NOBODY = UUID(int=0)
Said = dict[str, Any]
"""The columns of a record as they are stored: texts without spaces around them."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored under the record's name: nothing yet, the same as now, or something else."""

    erased: bool
    is_in_question: bool
    """It is new, and has an address, number or later key of somebody who was erased."""
    voids: bool
    """Whether there are values that count for nobody."""
    record: UUID | None
    same: bool
    linked: UUID | None
    owner: UUID | None


@dataclass(frozen=True, slots=True)
class Key:
    """A standardized value of the record: hashed as it is filed, whether it counts, and whose it is by word of its
    source."""

    kind: str
    digest: int
    part: int
    initial: int
    name: int
    void: bool
    names: int
    """How many names hold it, if it is not void already."""
    nameless: int
    """How many records without a name hold it, if this is one of them."""
    owners: tuple[UUID, ...]


def say(data: RecordData) -> Said:
    """The record as it is stored."""
    said = {name: value.strip(" ") if isinstance(value, str) else value for name, value in asdict(data).items()}
    return {**said, "source": said["source"] or data.source, "source_key": data.source_key}


def find_model() -> OnlineModel | None:
    """The model that resolves arrivals, or None where fixed rules do: the same as `find_online_model`, sooner."""
    rows = statements.MODEL.read(scheme=SCHEME)
    return get_online_model(rows[0][0]) if rows else None


def enter(said: Said, keys: Iterable[int]) -> None:
    """Wait for those who resolve a record that shares one of these keys or names, and for batches."""
    names = [f"record\x1f{said['source']}\x1f{said['source_key']}"]
    if said["person_key"]:
        names.append(f"person\x1f{said['source']}\x1f{said['person_key']}")
    statements.ENTER.read(keys=as_array(sorted({*keys, *map(hash_of, names)})))


def look_up(said: Said) -> Stored:
    """What is stored under this name."""
    digest = digest_of_key(said["source"], said["source_key"], secret=settings.ERASURE_KEY)
    contacts = dict.fromkeys(("email_digest", "phone_digest"), b"")
    for contact in list_contacts(said["email"], said["phone"]):
        contacts[f"{contact.partition('\x1f')[0]}_digest"] = digest_of_contact(contact, secret=settings.ERASURE_KEY)
    [row] = statements.STORED.read(**said, **contacts, digest=digest)
    erased, is_in_question, voids, record, same, linked, owner = row
    return Stored(erased, is_in_question, voids, record, bool(same), linked, owner)


def read_keys(said: Said, *, own: UUID | None) -> list[Key]:
    """The record's values in standard form, and what is known of them."""
    home = "" if said["country"] or not said["phone"] else organization.get_retailer().country
    facts = {name: said[name] for name in statements.KEYED}
    rows = statements.KEYS.read(**facts, home=home, own=own or _NOBODY)
    return [
        Key(kind, digest, part, initial, name, void, names or 0, nameless or 0, tuple(owners or ()))
        for kind, digest, part, initial, name, void, names, nameless, owners in rows
    ]


def find_candidates(keys: Sequence[int], *, own: UUID | None, voids: bool) -> list[tuple[UUID, Form]]:
    """The forms of stored records that share a key which is not too common to be of use."""
    rows = statements.FOUND.read(keys=as_array(keys), own=own or _NOBODY, void=voids)
    return [(record, forget_kinds(read_form(form), void)) for record, form, void in rows]


def read_around(records: Sequence[UUID], owners: Iterable[UUID], *, voids: bool) -> tuple[Standing, set[UUID]]:
    """All records of the people to whom these records belong, and of these people."""
    standing, people = Standing(), set()
    rows = statements.AROUND.read(records=as_array(records), owners=as_array(list(owners)), void=voids)
    for owner, record, form, void in rows:
        people.add(owner)
        if record is not None:
            standing.forms[record] = forget_kinds(read_form(form), void)
            standing.owners[record] = owner
    return standing, people


def read_apart(owners: Iterable[UUID]) -> Sequence[tuple[UUID, UUID]]:
    """Whom somebody keeps apart from these people."""
    return [(one, other) for one, other in statements.APART.read(owners=as_array(list(owners)))]
