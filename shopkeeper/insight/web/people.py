"""The people whom a cause has hurt, as a table: how badly, how often, and whether they told us."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.components import Link
from shopkeeper.core.tables import Column, Row, Table
from shopkeeper.customers import public as customers
from shopkeeper.insight.contracts import Hurt, Metric

PAGE = 40


def people_table(people: Sequence[Hurt], metric: Metric, *, who: str, page: int) -> Table:
    """One page of people, the most hurt first; their names are asked for this page only."""
    page = min(page, max(1, -(-len(people) // PAGE)))
    shown = people[(page - 1) * PAGE : page * PAGE]
    cards = customers.get_customer_cards([person.customer_id for person in shown])
    return Table(
        columns=_columns(metric),
        rows=[_row(person, cards.get(person.customer_id)) for person in shown],
        caption=_("People hurt"),
        query={"who": who} if who else {},
        page=page,
        page_size=PAGE,
        total=len(people),
        empty_title=_("Nobody known was hurt"),
    )


def _columns(metric: Metric) -> list[Column]:
    harm = {"days": _("Days late"), "minutes": _("Minutes waited")}.get(metric.severity_unit, "")
    return [
        Column("name", _("Person")),
        Column("place", _("Town")),
        *([Column("worst", harm, number=True, digits=0)] if harm else []),
        Column("times", _("Times"), number=True),
        Column("told", _("Did they tell us?")),
        Column("last", _("Last")),
        Column("order", _("Order")),
    ]


def _row(person: Hurt, card: customers.CustomerCard | None) -> Row:
    cells = {
        "name": (card.name or card.number) if card else _("Erased"),
        "place": card.city if card else "",
        "worst": person.worst,
        "times": person.times,
        "told": _("told us") if person.has_told else _("said nothing"),
        "last": person.last_at,
        "order": Link(person.order_number, f"/orders/{person.order_number}/") if person.order_number else "",
    }
    return Row(cells, url=reverse("customers:customer", args=[card.number]) if card else "")
