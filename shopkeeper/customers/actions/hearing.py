"""What life says of a person's values: tried, held, failed. Modules above call this when they hear of it."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.events import SourceTrustLost, ValueFailed
from shopkeeper.customers.models import SourcePlace, SourceTrust, Survivorship, ValueTrial
from shopkeeper.customers.queries.choosing import DIGESTS
from shopkeeper.customers.queries.identity import ids_of, records_of
from shopkeeper.customers.rules.survivorship import Rule
from shopkeeper.customers.rules.trust import Trust, ValueKind
from shopkeeper.customers.sql import read, run

LATELY = timedelta(days=180)
"""What was tried before says little about who types there today."""
_TYPED = {"email": "%(value)s::text AS email", "phone": "%(value)s::text AS phone"}
_GOLDEN = "SELECT street, postcode FROM customers_profile WHERE customer_id = %(customer)s"

_HEAR = """
WITH meant AS (SELECT {digest} AS digest FROM ({value}) AS known), theirs AS (
    SELECT known.id AS record_id, meant.digest FROM customers_sourcerecord AS known, meant
    WHERE known.id = ANY(%(records)s) AND meant.digest = {digest} AND meant.digest <> hashtextextended('', 0)
)
INSERT INTO customers_valuetrial (id, record_id, kind, digest, tries, first_at, last_at, held_at, failed_at, ref)
SELECT uuidv7(), record_id, %(kind)s, digest, 1, %(now)s, %(now)s, %(held)s, %(failed)s, %(ref)s FROM theirs
ON CONFLICT (record_id, kind, digest) DO UPDATE SET
    tries = customers_valuetrial.tries + 1, last_at = EXCLUDED.last_at, ref = EXCLUDED.ref,
    held_at = coalesce(EXCLUDED.held_at, customers_valuetrial.held_at),
    failed_at = CASE WHEN EXCLUDED.held_at IS NULL THEN coalesce(EXCLUDED.failed_at, customers_valuetrial.failed_at) END
"""

# Each record counts at the longest prefix of its key that is somebody's place.
_COUNT = """
SELECT r.source, coalesce(place.prefix, ''), t.kind, count(*), count(t.failed_at)
FROM customers_valuetrial AS t JOIN customers_sourcerecord AS r ON r.id = t.record_id
LEFT JOIN LATERAL (
    SELECT prefix FROM customers_sourceplace AS p WHERE p.source = r.source AND starts_with(r.source_key, p.prefix)
    ORDER BY length(p.prefix) DESC LIMIT 1
) AS place ON true
WHERE t.first_at > %(since)s GROUP BY 1, 2, 3
"""


@action
def value_failed(*, customer_id: UUID, kind: ValueKind, value: str = "", ref: str, by: Actor, now: datetime) -> None:
    """A contact point failed for good: mail came back, nobody lives there. Another one is chosen while there is any.

    `value` is the address or number; a postal address is the one of the profile.
    """
    if _hear(customer_id, kind, value, ref, failed=now, now=now):
        refresh_profiles([ids_of(customer_id)[0]], now=now)
        announce(ValueFailed(customer_id=customer_id, kind=kind.value, ref=ref), by=by, now=now)


@action
def value_held(*, customer_id: UUID, kind: ValueKind, value: str = "", ref: str, by: Actor, now: datetime) -> None:
    """A contact point was proven: a parcel arrived there, somebody pressed the button in their own mail."""
    matters = _matters(customer_id, kind)
    if _hear(customer_id, kind, value, ref, held=now, now=now) and matters:
        refresh_profiles([ids_of(customer_id)[0]], now=now)


@action
def value_tried(*, customer_id: UUID, kind: ValueKind, value: str = "", ref: str, by: Actor, now: datetime) -> None:
    """Something went out to a contact point, and nobody knows yet whether it arrived."""
    _hear(customer_id, kind, value, ref, now=now)


@action
def weigh_sources(*, by: Actor, now: datetime) -> int:
    """Count anew what became of the values of each source; gives how many sources lost or won back our trust."""
    before = {(row.source, row.prefix, row.kind): row for row in SourceTrust.objects.select_for_update()}
    turned = 0
    for source, prefix, kind, tried, failed in read(_COUNT, {"since": now - LATELY}):
        trust, known = Trust(tried, failed), before.pop((source, prefix, kind), None)
        was_lost = known.lost_at if known else None
        lost_at = (was_lost or now) if trust.is_lost else None
        facts = {"tried": tried, "failed": failed, "low": trust.interval[0], "high": trust.interval[1],
                 "lost_at": lost_at, "counted_at": now}  # fmt: skip
        SourceTrust.objects.update_or_create(source=source, prefix=prefix, kind=kind, defaults=facts)
        turned += bool(lost_at) != bool(was_lost)
        if lost_at and not was_lost:
            announce(
                SourceTrustLost(source=source, prefix=prefix, kind=kind, tried=tried, failed=failed), by=by, now=now
            )
    SourceTrust.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    return turned


@action
def name_place(*, source: str, prefix: str, name: str, outlet_id: UUID | None, by: Actor, now: datetime) -> None:
    """Say where the records of a source are typed, or those whose key begins with `prefix`."""
    facts = {"name": name, "outlet_id": outlet_id, "decided_by": sign(by), "at": now}
    SourcePlace.objects.update_or_create(source=source, prefix=prefix, defaults=facts)
    weigh_sources(by=by, now=now)


def _matters(customer_id: UUID, kind: ValueKind) -> bool:
    """Whether a proof can change what is chosen: parcels arrive by the hundred where it does not."""
    proven_first = Survivorship.objects.filter(attribute=kind, rule=Rule.VERIFIED, ends_at=None)
    failed = ValueTrial.objects.filter(record__in=records_of(customer_id), kind=kind).exclude(failed_at=None)
    return proven_first.exists() or failed.exists()


def _hear(
    customer_id: UUID, kind: ValueKind, value: str, ref: str, *, now: datetime, held: datetime | None = None,
    failed: datetime | None = None,
) -> int:  # fmt: skip
    facts = {
        "records": records_of(customer_id), "kind": kind.value, "value": value, "ref": ref, "now": now, "held": held,
        "failed": failed, "customer": ids_of(customer_id)[0],
    }  # fmt: skip
    typed = f"SELECT {_TYPED[kind]}" if kind in _TYPED else _GOLDEN
    return run(_HEAR.format(digest=DIGESTS[kind], value=typed), facts)
