"""Searches become buffers: a location that was wrong keeps more back, one that is right keeps less."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.buffers import BUFFER, apply_buffers_to, list_misbuffered, put_rule, take_turn
from shopkeeper.inventory.models import BufferRule, Lesson
from shopkeeper.inventory.queries.truth import Spot, tally_elsewhere, tally_searches
from shopkeeper.inventory.rules.truth import ENOUGH, Tally, expected_share, next_step, pieces_to_keep_back

ONE_STEP = timedelta(hours=20)
"""How long a change holds before the next: a piece a day at most, so that nothing swings."""

type Rules = dict[tuple[UUID | str | None, UUID | None], BufferRule]
"""By location or kind of locations, and class."""


@action
def learn_buffers(*, by: Actor, now: datetime) -> int:
    """Let what was found in the last weeks decide how much is kept back. Gives how many rules changed.

    A location's class with too few searches is left as it is, and what people set by hand for it always stays.
    """
    take_turn()
    tallies = tally_searches(now=now)
    rules: Rules = {
        (row.location_id or row.place_kind or None, row.category_id): row
        for row in BufferRule.objects.filter(kind=BUFFER, channel="")
    }
    known = {(row.location_id, row.category_id): row for row in Lesson.objects.select_for_update(no_key=True)}
    changed = 0
    for spot, tally in sorted(tallies.items(), key=lambda item: str(item[0])):
        if spot.category_id is None or tally.searches < ENOUGH:
            continue
        share = expected_share(tally, tally_elsewhere(tallies, spot.location_id, spot.category_id))
        lesson = known.get((spot.location_id, spot.category_id))
        said = _said(rules, spot)
        lesson = lesson or Lesson(
            location_id=spot.location_id, category_id=spot.category_id, before=said[0], pieces=said[0], changed_at=now
        )  # fmt: skip
        _learn(lesson, tally, share, now)
        changed += _follow(lesson, rules, said, by=by, now=now)
    if changed:
        apply_buffers_to(products=list_misbuffered(), by=by, now=now)
    return changed


def _learn(lesson: Lesson, tally: Tally, share: float, now: datetime) -> None:
    is_first = lesson.learned_at is None
    if is_first or now - lesson.changed_at >= ONE_STEP:
        step = next_step(now=lesson.pieces, wanted=pieces_to_keep_back(share), is_first=is_first)
        if step != lesson.pieces:
            lesson.before, lesson.pieces, lesson.changed_at = lesson.pieces, step, now
    lesson.searches, lesson.missed, lesson.share, lesson.learned_at = tally.searches, tally.missed, share, now
    lesson.save()


def _said(rules: Rules, spot: Spot) -> tuple[int, int]:
    """What people have said for it, pieces and percent: the rule that names most."""
    for where in (spot.location_id, spot.place_kind, None):
        for category in (spot.category_id, None):
            rule = rules.get((where, category))
            if rule is not None and not rule.learned:
                return rule.pieces, rule.percent
    return 0, 0


def _follow(lesson: Lesson, rules: Rules, said: tuple[int, int], *, by: Actor, now: datetime) -> int:
    rule, (pieces, percent) = rules.get((lesson.location_id, lesson.category_id)), said
    if rule is not None and (not rule.learned or rule.pieces == lesson.pieces):
        return 0
    if rule is None and lesson.pieces == pieces:
        return 0
    why = f"{lesson.missed} of {lesson.searches} not found"
    told = {"pieces": lesson.pieces, "percent": percent, "learned": True, "why": why}
    where = {"location_id": lesson.location_id, "place_kind": "", "category_id": lesson.category_id}
    put_rule({"kind": BUFFER, "channel": "", **where}, told, by=by, now=now)
    return 1
