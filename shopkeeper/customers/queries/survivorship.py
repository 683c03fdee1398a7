"""By which rules the golden record is chosen, since when, and what another rule would change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.models import Profile, Survivorship
from shopkeeper.customers.queries.choosing import HEARD, SPOKEN, Choosing, list_choices
from shopkeeper.customers.queries.identity import get_customer_cards
from shopkeeper.customers.rules.survivorship import ATTRIBUTES, Choice, Rule
from shopkeeper.customers.sql import read

SAMPLE = 10_000
"""So many people with several records are looked at while somebody waits; with more, their share is told of all."""
_EXAMPLES = 5
_SHOWN = {"address": "concat_ws(', ', nullif(street, ''), nullif(concat_ws(' ', nullif(postcode, ''), city), ''))"}
_SOURCES = """
WITH RECURSIVE sources AS (
    (SELECT source FROM customers_sourcerecord ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (SELECT r.source FROM customers_sourcerecord AS r WHERE r.source > s.source ORDER BY r.source LIMIT 1)
    FROM sources AS s WHERE s.source IS NOT NULL
)
SELECT source FROM sources WHERE source IS NOT NULL
"""
_PEOPLE = """
SELECT customer_id FROM customers_profile WHERE records > 1 ORDER BY right(customer_id::text, 12) LIMIT %(most)s
"""
_MEMBERS = """(
    SELECT id AS owner, id AS customer_id FROM customers_customer WHERE id = ANY(%(people)s)
    UNION ALL SELECT merged_into_id, id FROM customers_customer WHERE merged_into_id = ANY(%(people)s)
)"""
_CHOSEN = SPOKEN + "SELECT owner, {best} FROM spoken GROUP BY owner"  # noqa: S608  constants of this module


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule of an attribute as people see it; `since` is None where nobody ever decided."""

    choice: Choice
    since: datetime | None = None
    until: datetime | None = None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A profile that another rule would change."""

    card: CustomerCard
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RulePreview:
    """How many profiles a rule would change: of those looked at, and so of all with several records."""

    looked_at: int
    changed: int
    of_all: int
    examples: tuple[Change, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everybody was looked at."""
        return self.looked_at >= self.of_all

    @property
    def expected(self) -> int:
        """How many of all would change."""
        return round(self.changed * self.of_all / self.looked_at) if self.looked_at else 0


def list_sources() -> list[str]:
    """The systems that records came from."""
    return [source for (source,) in read(_SOURCES, {})]


def list_rules() -> list[RuleCard]:
    """The rule in force for each attribute."""
    decided = {row.attribute: _card(row) for row in Survivorship.objects.filter(ends_at=None)}
    return [decided.get(attribute, RuleCard(Choice(attribute))) for attribute in ATTRIBUTES]


def list_former_rules(attribute: str) -> list[RuleCard]:
    """What people decided about an attribute, newest first."""
    return [_card(row) for row in Survivorship.objects.filter(attribute=attribute).order_by("-starts_at", "-id")]


def preview_choice(choice: Choice) -> RulePreview:
    """Choose the attribute of today's people both ways and count who would have another value."""
    of_all = Profile.objects.filter(records__gt=1).count()
    # Ids are ordered by time, their last bytes are random: everybody has the same chance to be looked at.
    people = [customer for (customer,) in read(_PEOPLE, {"most": SAMPLE})]
    before, after = (_choose(way, people) for way in (list_choices()[choice.attribute], choice))
    changed = [owner for owner in people if before.get(owner) != after.get(owner)]
    cards = get_customer_cards(changed[:_EXAMPLES])
    examples = [Change(cards[owner], before[owner] or "", after[owner] or "") for owner in changed[:_EXAMPLES]]
    return RulePreview(len(people), len(changed), of_all, tuple(examples))


def _choose(choice: Choice, people: list[UUID]) -> dict[UUID, str | None]:
    [(failed, lost)] = read(f"SELECT {HEARD}", {})
    choosing = Choosing([choice], has_failures=failed, has_lost_trust=lost)
    best = choosing.best(choice.attribute, _SHOWN.get(choice.attribute, f"{choice.attribute}::text"))
    chosen = _CHOSEN.format(members=_MEMBERS, extra=choosing.extra(), best=best)
    return dict(read(chosen, {"people": people, **choosing.facts}))


def _card(row: Survivorship) -> RuleCard:
    choice = Choice(row.attribute, Rule(row.rule), tuple(row.sources))
    return RuleCard(choice, row.starts_at, row.ends_at, row.decided_by, row.reason)
