"""Corrections below zero: recorded with a reason, or once a count or the pieces themselves explain them; else held."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_array, as_texts, fetch
from shopkeeper.inventory.actions.ledger import AT_ONCE, Placed, lock_positions, write
from shopkeeper.inventory.models import Position
from shopkeeper.inventory.rules.movements import is_unexplained

type Pair = tuple[UUID, UUID]
_SEEN = """
SELECT g.line FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS g (source, key, sequence, line)
JOIN inventory_seenmovement s ON s.digest = md5(source || chr(31) || key || chr(31) || sequence)::uuid"""
_SEE = """
INSERT INTO inventory_seenmovement (digest) SELECT md5($1 || chr(31) || $2 || chr(31) || $3::bigint)::uuid
ON CONFLICT DO NOTHING"""


def write_explained(placed: Sequence[Placed], *, by: Actor, now: datetime) -> tuple[int, list[int]]:
    """Write what feeds told, first all that explains itself. Gives how many were new, and the places of those withheld.

    Withheld is a correction without a reason that would leave fewer than no piece, unless it was written before or
    somebody has counted since, in which case it changes nothing.
    """
    doubtful = [line for line, m in enumerate(placed) if is_unexplained(m.kind, m.quantity, m.reason)]
    if doubtful or len(placed) > AT_ONCE:
        lock_positions((m.product_id, m.location_id) for m in placed)
    left = set(doubtful)
    clear = [m for line, m in enumerate(placed) if line not in left] if left else placed
    applied = sum(write(some, by=by, now=now, feed=True) for some in batched(clear, AT_ONCE))
    withheld = _list_withheld(placed, doubtful, now=now)
    rest = [placed[line] for line in doubtful if line not in withheld]
    return applied + (write(rest, by=by, now=now, feed=True) if rest else 0), sorted(withheld)


def note_as_seen(source: str, source_key: str, sequence: int) -> None:
    """Let a movement count as told before, so that it changes nothing when it is told again."""
    fetch(_SEE, [source, source_key, sequence])


def _list_withheld(placed: Sequence[Placed], doubtful: Sequence[int], *, now: datetime) -> set[int]:
    """Those of some doubtful movements that nothing explains, looked at in the order in which they happened."""
    if not doubtful:
        return set()
    rows = [placed[line] for line in doubtful]
    seen = _list_seen(rows)
    there, counted_at = _look_at({(m.product_id, m.location_id) for m in rows})
    withheld = set()
    for place, m in sorted(enumerate(rows), key=lambda pair: pair[1].occurred_at):
        pair, counted = (m.product_id, m.location_id), counted_at[m.product_id, m.location_id]
        if place in seen or (counted is not None and m.occurred_at <= counted <= now):
            continue
        if there[pair] + m.quantity < 0:
            withheld.add(doubtful[place])
        else:
            there[pair] += m.quantity
    return withheld


def _list_seen(rows: Sequence[Placed]) -> set[int]:
    columns = [
        as_texts(m.source for m in rows), as_texts(m.source_key for m in rows), as_array(m.sequence for m in rows),
    ]  # fmt: skip
    return {line - 1 for (line,) in fetch(_SEEN, columns)}


def _look_at(pairs: set[Pair]) -> tuple[dict[Pair, int], dict[Pair, datetime | None]]:
    """What the record says is there, and when somebody counted, for positions that are locked."""
    rows = Position.objects.filter(product__in={p for p, _ in pairs}, location__in={place for _, place in pairs})
    found = list(rows.values_list("product_id", "location_id", "on_hand", "last_counted_at"))
    return {(p, place): n for p, place, n, _ in found}, {(p, place): at for p, place, _, at in found}
