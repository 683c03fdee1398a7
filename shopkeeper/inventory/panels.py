"""What the stock adds to the frame and to other pages."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.catalog import public as catalog
from shopkeeper.core import live, navigation, panels, work
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.core.work import WorkItem
from shopkeeper.customers import public as customers
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.panels_of_feeds import list_silent_feeds, list_switched_off
from shopkeeper.inventory.queries.lead_times import get_lead_time
from shopkeeper.inventory.queries.network import list_networks, list_parts
from shopkeeper.inventory.queries.restock import count_waiting, list_requests_of
from shopkeeper.inventory.queries.rooms import CountTask, count_due, list_count_tasks, list_rooms, list_to_leave
from shopkeeper.inventory.queries.short_transfers import list_short_transfers
from shopkeeper.inventory.queries.substitutes import list_substitutes
from shopkeeper.inventory.queries.suggestions import list_to_send
from shopkeeper.inventory.queries.truth import find_truth
from shopkeeper.inventory.words import sum_up
from shopkeeper.inventory.words_of_refs import name_locations
from shopkeeper.inventory.words_of_trust import why_count
from shopkeeper.promises import public as promises

VIEW, RECORD, RESERVE = "inventory.view_stock", "inventory.record_movements", "inventory.reserve_stock"
_EACH = 3


def gather_availability(product_id: UUID, *, by: Actor, now: datetime) -> Context:
    """Where a product is and what can be promised; nothing while nobody knows."""
    return gather_availabilities([str(product_id)], by=by, now=now).get(str(product_id))


def gather_availabilities(product_ids: Sequence[str], *, by: Actor, now: datetime) -> dict[str, dict[str, Any]]:
    """The same for many products at once, by id; those of which nobody knows where they are are left out."""
    cards = catalog.get_product_cards(_ids(product_ids))
    networks = list_networks(list(cards.values()), by=by, now=now)
    parts = list_parts(cards, by=by, now=now)
    return {
        str(network.product.id): {
            "network": network,
            "sentence": sum_up(network),
            "parts": parts.get(network.product.id, []),
            "instead": [] if network.available > 0 else list_substitutes(network.product, by=by, now=now),
        }
        for network in networks
        if network.known
    }


def gather_who_waits(product_id: UUID, *, by: Actor, now: datetime) -> Context:
    """How many people wait for a product that is gone."""
    people, product = count_waiting(product_id), catalog.find_product(product_id)
    return {"people": people, "sku": product.sku} if people and product else None


def gather_suppliers_stock(supplier_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What a supplier says it has, how old that is, and how often it was there."""
    rooms, lead_time = list_rooms(now=now, supplier_id=supplier_id), get_lead_time(supplier_id, now=now)
    if not rooms and not lead_time.deliveries:
        return None
    found = [(room, find_truth(room.row.id, now=now)) for room in rooms]
    return {"rooms": found, "lead_time": lead_time}


def gather_what_they_wait_for(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What a customer wants to be told of."""
    rows = [row for row in list_requests_of(customers.ids_of(customer_id)) if row.ended_at is None]
    return {"rows": rows} if rows else None


def list_shelves_to_count(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """The most doubted shelves of each store, for those who work there."""
    doing = [person for person in people if person.may(RECORD) and not person.scopes.company_wide]
    outlets = {outlet for person in doing for outlet in person.scopes.values.get("outlet_id", ())}
    if not outlets:
        return []
    places = list(Location.objects.filter(outlet_id__in=outlets).values_list("id", flat=True))
    tasks = list_count_tasks(places, now=now, each=_EACH)
    return [
        _todo(task, person) for person in doing for task in tasks if person.scopes.allows("outlet_id", task.outlet_id)
    ]


def list_pieces_to_send(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """What each store has to send to others, for those who work there."""
    doing = [person for person in people if person.may(RECORD) and not person.scopes.company_wide]
    outlets = {outlet for person in doing for outlet in person.scopes.values.get("outlet_id", ())}
    if not outlets:
        return []
    places = dict(Location.objects.filter(outlet_id__in=outlets).values_list("id", "outlet_id"))
    rows = list_to_send(places)
    return [
        WorkItem(
            kind="send",
            title=_("Send %(n)s × %(name)s to %(place)s")
            % {"n": row.quantity, "name": row.product.name or row.product.sku, "place": row.location.name},
            why=_("A customer collects it there. It has to leave by %(day)s.")
            % {"day": date_format(row.leave_by, "l j F")},
            url=f"{reverse('inventory:transfers')}?location={quote(row.origin.code)}", icon="arrow-right-left",
            person_id=person.id, weight=1.5,
        )
        for row in list_to_leave(places)
        for person in doing
        if row.origin and row.leave_by and person.scopes.allows("outlet_id", row.origin.outlet_id)
    ] + [
        WorkItem(
            kind="send",
            title=_("Send %(n)s × %(name)s to %(place)s")
            % {"n": row.quantity, "name": row.product.name, "place": row.destination.name},
            why=_("Somebody there asked for it.") if row.was_asked
            else _("Its shelf runs empty there, and you have some to spare."),
            url=reverse("inventory:transfers"), icon="arrow-right-left", person_id=person.id, weight=0.4,
        )
        for person in doing
        for row in rows
        if row.origin_id and person.scopes.allows("outlet_id", places[row.origin_id])
    ]  # fmt: skip


def list_pieces_to_look_for(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """What a store sent and the other one did not get, until somebody has counted what is left of it here."""
    doing = [person for person in people if person.may(RECORD) and not person.scopes.company_wide]
    outlets = {UUID(str(outlet)) for person in doing for outlet in person.scopes.values.get("outlet_id", ())}
    rows = list_short_transfers(now=now, outlet_ids=outlets) if outlets else []
    return [
        WorkItem(
            kind="count", title=_("Look for %(n)s × %(name)s") % {"n": row.missing, "name": row.name},
            why=_("%(place)s got %(arrived)s of the %(sent)s that you sent. Count what is left here.")
            % {"place": row.destination, "arrived": row.arrived, "sent": row.sent},
            url=f"{reverse('inventory:scan')}?location={quote(row.origin)}&code={quote(row.sku)}", icon="package-x",
            person_id=person.id, weight=1.0,
        )
        for person in doing
        for row in rows
        if not row.is_settled and person.scopes.allows("outlet_id", row.outlet_id)
    ]  # fmt: skip


def _ids(texts: Iterable[str]) -> Iterator[UUID]:
    """Those that are ids at all: an open page may ask for anything."""
    for text in texts:
        with suppress(ValueError):
            yield UUID(text)


def list_deliveries_to_take_in(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """What is due at each store today, or late, for those who work there: one line a store."""
    doing = [person for person in people if person.may(RECORD) and not person.scopes.company_wide]
    outlets = {outlet for person in doing for outlet in person.scopes.values.get("outlet_id", ())}
    due = count_due(outlets, day=now.date()) if outlets else {}
    return [
        WorkItem(
            kind="receive",
            title=ngettext("Take in %(n)s delivery", "Take in %(n)s deliveries", lines) % {"n": lines},
            why=_("Due today, or late. Until it is taken in, nobody can be promised it."),
            url=f"{reverse('inventory:receiving')}?location={quote(code)}", icon="package-open", person_id=person.id,
            weight=0.3,
        )
        for person in doing
        for (outlet, code), lines in due.items()
        if person.scopes.allows("outlet_id", outlet)
    ]  # fmt: skip


def _todo(task: CountTask, person: Actor) -> WorkItem:
    is_missing = task.why == "short"
    title = _("Find %(n)s × %(name)s") if is_missing else _("Count %(name)s")
    return WorkItem(
        kind="count",
        title=title % {"n": task.short, "name": task.name},
        why=f"{why_count(task)} {_('The record says %(n)s.') % {'n': task.on_hand}}",
        url=f"{reverse('inventory:counts')}?location={quote(task.location)}#{quote(task.sku)}",
        icon="search" if is_missing else "clipboard-list",
        person_id=person.id,
        weight=2.0 if is_missing else 0.5,
    )


work.register_work("inventory.counts", list_shelves_to_count)
work.register_work("inventory.sends", list_pieces_to_send)
work.register_work("inventory.short_transfers", list_pieces_to_look_for)
work.register_work("inventory.deliveries", list_deliveries_to_take_in)
work.register_work("inventory.silent_feeds", list_silent_feeds)
work.register_work("inventory.switched_off", list_switched_off)
panels.register(
    "product", "inventory.availability", permission=VIEW, template="inventory/_availability.html",
    gather=gather_availability, order=10,
)  # fmt: skip
live.offer(
    "inventory.availability", permission=VIEW, template="inventory/_availability.html",
    gather=gather_availabilities,
)  # fmt: skip
panels.register(
    "product", "inventory.who_waits", permission=RESERVE, template="inventory/_people_wait.html",
    gather=gather_who_waits, order=15,
)  # fmt: skip
panels.register(
    "supplier", "inventory.suppliers_stock", permission=VIEW, template="inventory/_suppliers_stock.html",
    gather=gather_suppliers_stock, order=10,
)  # fmt: skip
panels.register(
    "customer", "inventory.waits_for", permission=RESERVE, template="inventory/_waits_for.html",
    gather=gather_what_they_wait_for, order=20,
)  # fmt: skip
promises.register_nodes(name_locations)
navigation.register(
    NavItem(Section.TODAY, gettext_noop("Scan"), "inventory:scan", "scan-barcode", RECORD, order=60, at_hand=True)
)
navigation.register(NavItem(Section.PEOPLE, gettext_noop("Stock"), "inventory:locations", "warehouse", VIEW, order=45))
