"""What is kept back: rules for a location, a kind of locations, a category, a channel, as lists have them."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, refuse, refuse_misfits
from shopkeeper.inventory.actions.buffers import BUFFER, SAFETY, ToKeepBack, set_buffers
from shopkeeper.inventory.intake.locations import UNKNOWN_LOCATION
from shopkeeper.inventory.models import BufferRule
from shopkeeper.inventory.words import ALL_OF_A_KIND

_PLAIN = ("channel", "why", "pieces", "percent")
_MEANT = "s.kind, coalesce(s.channel, ''), s.location_id, coalesce(s.place_kind, ''), s.category_id"


@action
def load_kept_back(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Rules of what is kept back. One of the same place, category and channel is replaced, whoever set it."""
    refuse(staged, "place_twice:place_kind", "s.location_id IS NOT NULL AND s.place_kind IS NOT NULL")
    refuse(staged, "too_large:percent", "s.percent > 100")
    refuse_misfits(staged, BufferRule, {name: f"coalesce(s.{name}, {_empty(name)})" for name in _PLAIN})
    refuse(staged, "rule_twice", f"s.line IN ({_again(staged)})")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.kind, coalesce(s.pieces, 0), coalesce(s.percent, 0), coalesce(s.why, ''),"
            " coalesce(s.channel, ''), s.location_id, coalesce(s.place_kind, ''), s.category_id"
            f" FROM {staged.table} s WHERE {batch(staged)} ORDER BY s.line"
        )
        rules = [ToKeepBack(*row) for row in cursor.fetchall()]
    told = set_buffers(rules=rules, by=by, now=now)
    return IntakeResult(created=told.count(True), updated=told.count(False), unchanged=told.count(None))


def _empty(name: str) -> str:
    return "0" if name in ("pieces", "percent") else "''"


def _again(staged: Staged) -> str:
    ranked = f"SELECT s.line, row_number() OVER (PARTITION BY {_MEANT} ORDER BY s.line) AS place"
    return f"SELECT line FROM ({ranked} FROM {staged.table} s WHERE {batch(staged)}) ranked WHERE place > 1"


register(
    CanonicalTable(
        "kept_back",
        _("Pieces that are there and not promised; of several rules that fit, the one that says most holds alone."),
        (
            Column("kind", TEXT, _("For the shop itself, or because the record may be wrong."), required=True,
                   codes=(SAFETY, BUFFER)),
            Column("pieces", INTEGER, _("How many base units; none where empty.")),
            Column("percent", INTEGER, _("And how many percent of what is there; none where empty.")),
            Column("location_code", TEXT, _("At which location; at all of them where empty."), refers="location"),
            Column("place_kind", TEXT, _("Or at all locations of which kind."), codes=tuple(ALL_OF_A_KIND)),
            Column("category_key", TEXT, _("Of which category; of everything where empty."), refers="category"),
            Column("channel", TEXT, _("Only from this channel, such as web; from all of them where empty.")),
            Column("why", TEXT, _("Why, in the words that people read beside it."), required=True),
        ),
        55,
        load_kept_back,
        fills="inventory_bufferrule",
        refusals={
            **UNKNOWN_LOCATION,
            "place_twice": _("Name a location or a kind of locations, not both: a location is of one kind."),
            "rule_twice": _("An earlier row says how much is kept back of the same, at the same place."),
        },
    )
)  # fmt: skip
