"""Forecasts of broken promises: written down daily, so that who makes them can be held to their words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.promises.actions import note_change
from shopkeeper.promises.contracts import Forecast
from shopkeeper.promises.errors import PromiseNotFound, PromiseSettled
from shopkeeper.promises.events import BreachForeseen
from shopkeeper.promises.models import Promise

FORESEEN = 0.6
"""From this chance on a breach is foreseen: more likely than not, with room for error."""


# What somebody works on just now is forecast next time: a sweep of thousands that waits makes others wait, or for ever.
_SHOW = """
    WITH free AS MATERIALIZED (
        SELECT id FROM promises_promise WHERE id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE promises_promise p SET late_chance = f.chance, expected_at = f.expected_at,
        foreseen_at = CASE WHEN f.chance >= %s THEN coalesce(p.foreseen_at, %s) ELSE p.foreseen_at END
    FROM unnest(%s::uuid[], %s::float[], %s::timestamptz[]) AS f (id, chance, expected_at) JOIN free USING (id)
    WHERE p.id = f.id AND p.fulfilled_at IS NULL AND p.withdrawn_at IS NULL
    RETURNING p.id, p.kind, p.ref, p.customer_id, new.foreseen_at IS DISTINCT FROM old.foreseen_at"""
_KEEP = """
    INSERT INTO promises_forecast (id, promise_id, made_on, made_at, chance, raw)
    SELECT uuidv7(), f.id, %s, %s, f.chance, f.raw
    FROM unnest(%s::uuid[], %s::float[], %s::float[]) AS f (id, chance, raw)
    ON CONFLICT (promise_id, made_on) DO NOTHING"""


@action
def record_forecasts(*, forecasts: Mapping[UUID, Forecast], by: Actor, now: datetime) -> int:
    """How likely open promises are to be broken, by promise; gives for how many this is foreseen for the first time.

    The first word of each day is kept to be judged by; the last one shows. What is settled is left alone.
    """
    if not forecasts:
        return 0
    ids, said = list(forecasts), list(forecasts.values())
    chances = [f.chance for f in said]
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [ids, FORESEEN, now, ids, chances, [f.expected_at for f in said]])
        shown = cursor.fetchall()
        open_ids = {row[0] for row in shown}
        kept = [(key, f.chance, f.raw) for key, f in forecasts.items() if key in open_ids]
        columns = [list(column) for column in zip(*kept, strict=True)] if kept else [[], [], []]
        cursor.execute(_KEEP, [now.date(), now, *columns])
    fresh = [row for row in shown if row[4]]
    for key, kind, ref, customer_id, _ in fresh:
        percent = round(forecasts[key].chance * 100)
        foreseen = BreachForeseen(promise_id=key, kind=kind, ref=ref, percent=percent, customer_id=customer_id)
        announce(foreseen, by=by, now=now)
    return len(fresh)


@action
def tell_of_delay(*, promise_id: UUID, due_at: datetime, why: str, by: Actor, now: datetime) -> None:
    """The customer was told of a later time. The promise is still judged by what was promised: a warning keeps nothing.

    :raises PromiseNotFound: when there is none
    :raises PromiseSettled: when it was fulfilled or withdrawn
    """
    row = Promise.objects.select_for_update(no_key=True).filter(pk=promise_id).first()
    if row is None:
        raise PromiseNotFound(kind="promise", ref=promise_id)
    if row.fulfilled_at or row.withdrawn_at:
        raise PromiseSettled
    note_change(row, "told", due_at, why=why, by=by, now=now)
    row.told_at, row.told_due_at = now, due_at
    row.save(update_fields=["told_at", "told_due_at"])
