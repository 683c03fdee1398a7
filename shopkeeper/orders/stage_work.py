"""What waits too long at a store or a warehouse: in the morning of those who work there, and of whoever minds them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.core.work import WorkItem
from shopkeeper.orders.contracts import Stage, StageCell, StageRow
from shopkeeper.orders.queries.board import list_stage_rows
from shopkeeper.orders.templatetags.stage_words import open_time
from shopkeeper.organization.public import Role

SEND = "orders.move_orders"
_STORE = {str(Role.STORE_MANAGER), str(Role.STORE_ASSOCIATE)}
_MINDS = {str(Role.SUPPLY_CHAIN_MANAGER)}


def list_stages_to_do(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One line for each stage of each place in which something waits too long; only for those who work or look after
    places."""
    teams = defaultdict[Scopes, list[Actor]](list)
    for person in people:
        minds = _MINDS if person.scopes.company_wide else _STORE
        if person.may(SEND) and minds & set(person.roles):
            teams[person.scopes].append(person)
    return [item for team in teams.values() for item in _for_team(team, now=now)]


def _for_team(team: Sequence[Actor], *, now: datetime) -> list[WorkItem]:
    rows = list_stage_rows(by=team[0], now=now)
    late = [(row, cell) for row in rows for cell in row.cells if cell.overdue]
    return [_item(row, cell, person) for person in team for row, cell in late]


def _item(row: StageRow, cell: StageCell, by: Actor) -> WorkItem:
    title = {
        Stage.RELEASE: ngettext("Release %(n)s order of %(place)s", "Release %(n)s orders of %(place)s", cell.overdue),
        Stage.PICK: ngettext("Find %(n)s order in %(place)s", "Find %(n)s orders in %(place)s", cell.overdue),
        Stage.PACK: ngettext("Pack %(n)s order in %(place)s", "Pack %(n)s orders in %(place)s", cell.overdue),
        Stage.HAND_OVER: ngettext(
            "Hand over %(n)s parcel from %(place)s", "Hand over %(n)s parcels from %(place)s", cell.overdue
        ),
    }[cell.stage]
    why = _("Longer than agreed: the oldest has waited for %(age)s of opening time.") % {"age": open_time(cell.oldest)}
    return WorkItem(
        kind="stage", title=title % {"n": cell.overdue, "place": row.place}, why=why,
        url=f"{reverse('orders:stages')}?{urlencode({'at': row.key, 'stage': cell.stage.value})}", icon="timer",
        person_id=by.id, weight=1.5,
    )  # fmt: skip
