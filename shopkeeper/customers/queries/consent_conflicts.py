"""Where sources disagree about what somebody allows: what each said, what counts, and why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched, islice
from uuid import UUID

from shopkeeper.customers.contracts import ConsentState, CustomerCard, Purpose
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of, list_ids
from shopkeeper.customers.queries.statements import Spoken, hear, hear_each
from shopkeeper.customers.rules.consents import ASKED, CHANNELS, Ground, find_ground, list_standing_words
from shopkeeper.customers.sql import read

_AT_ONCE = 64
"""A page shows fifty: the statements of people further down are not read for it."""

# Whoever said yes and no: among them the law finds those whose last words differ. Few did, and they are found before
# what they said is looked at by channel; few are merged, so only these are joined.
_TORN = """
WITH said AS MATERIALIZED (
    SELECT coalesce(c.merged_into_id, s.customer_id) AS owner, s.purpose, s.channel, s.occurred_at,
           s.state = 'granted' AS is_yes
    FROM customers_consent AS s
    LEFT JOIN customers_customer AS c ON c.id = s.customer_id AND c.merged_into_id IS NOT NULL
    WHERE s.purpose = ANY(%(purposes)s)
), torn AS (
    SELECT owner, purpose FROM said GROUP BY 1, 2 HAVING bool_or(is_yes) AND NOT bool_and(is_yes)
)
SELECT owner, purpose, way.channel
FROM torn JOIN said USING (owner, purpose)
JOIN unnest(%(channels)s::text[]) AS way (channel) ON said.channel IN ('', way.channel)
GROUP BY 1, 2, 3 HAVING bool_or(is_yes) AND NOT bool_and(is_yes)
ORDER BY max(said.occurred_at) DESC, 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement: which source it came from (empty: they told us), for which brand, and whether it counts today.

    `customer_id` made it; `whose` says in words which of two customers that is, where it is asked of two.
    """

    customer_id: UUID
    source: str
    brand: str
    state: ConsentState
    occurred_at: datetime
    counts: bool
    whose: str = ""


@dataclass(frozen=True, slots=True)
class ConsentConflict:
    """Sources do not agree about one purpose and channel of a person; `voices` are in the order of time."""

    card: CustomerCard | None
    purpose: Purpose
    channel: str
    chosen: ConsentState
    ground: Ground
    voices: tuple[Voice, ...]


def list_conflicts(
    *, purpose: Purpose | None = None, channel: str = "", ground: Ground | None = None, limit: int = 100,
    offset: int = 0,
) -> list[ConsentConflict]:  # fmt: skip
    """Of everybody, those about whom something was said last first."""
    purposes = [purpose] if purpose else sorted({purpose for purpose, _ in ASKED})
    torn = _read_torn(purposes, [channel] if channel else list(CHANNELS))
    found = (conflict for some in batched(torn, _AT_ONCE) for conflict in _judge(some))
    return list(islice((one for one in found if ground in (None, one.ground)), offset, offset + limit))


def list_conflicts_of(customer_id: UUID) -> list[ConsentConflict]:
    """Of one person."""
    return _list_in(hear(customer_id))


def list_conflicts_between(one: UUID, other: UUID, *, now: datetime) -> list[ConsentConflict]:
    """What two customers would disagree about if they were one person from now on."""
    left, right = ids_of(one), ids_of(other)
    spoken = hear_each({**dict.fromkeys(left, left[0]), **dict.fromkeys(right, left[0])}).get(left[0])
    if spoken is None:
        return []
    found = _list_in(Spoken(spoken.rows, spoken.holders, {**spoken.merges, right[0]: (left[0], now)}))
    cards = get_customer_cards([left[0], right[0]])
    whose = {theirs: f"{cards[ids[0]].name} ({cards[ids[0]].number})" for ids in (left, right) for theirs in ids}
    return [_say_whose(conflict, whose) for conflict in found]


def _say_whose(conflict: ConsentConflict, whose: Mapping[UUID, str]) -> ConsentConflict:
    return replace(conflict, voices=tuple(replace(voice, whose=whose[voice.customer_id]) for voice in conflict.voices))


def _list_in(spoken: Spoken) -> list[ConsentConflict]:
    found = (find_conflict(spoken, None, purpose, channel) for purpose, channel in ASKED)
    return [conflict for conflict in found if conflict]


def find_conflict(spoken: Spoken, card: CustomerCard | None, purpose: Purpose, channel: str) -> ConsentConflict | None:
    """What a person's sources disagree about, or None."""
    about = spoken.about(purpose, channel)
    words = about.words()
    ground, chosen = find_ground(words, about.merges), about.decide()
    if ground is None or chosen is None:
        return None
    standing = {id(said) for _, said in list_standing_words(words, about.merges)}
    voices = tuple(
        Voice(word.customer_id, row.source if row.record_id else "", row.brand, word.statement.state, row.occurred_at,
              id(word.statement) in standing)
        for row, word in zip(about.rows, words, strict=True)
    )  # fmt: skip
    return ConsentConflict(card, purpose, channel, chosen, ground, voices)


def _read_torn(purposes: list[Purpose], channels: list[str]) -> list[tuple[UUID, str, str]]:
    return read(_TORN, {"purposes": [str(purpose) for purpose in purposes], "channels": channels})


def _judge(torn: Collection[tuple[UUID, str, str]]) -> Iterator[ConsentConflict]:
    people = {owner for owner, _, _ in torn}
    spoken, cards = hear_each(list_ids(people)), get_customer_cards(people)
    for owner, purpose, channel in torn:
        if owner in cards and (found := find_conflict(spoken[owner], cards[owner], Purpose(purpose), channel)):
            yield found
