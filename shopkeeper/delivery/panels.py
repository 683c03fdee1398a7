"""What the delivery adds to the frame and to people's mornings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core import navigation, panels, work
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.core.work import WorkItem
from shopkeeper.delivery.models import Carrier
from shopkeeper.delivery.queries.driving import list_driving_days
from shopkeeper.delivery.queries.risks import count_waiting
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.inventory import public as inventory
from shopkeeper.organization.public import Role
from shopkeeper.promises import public as promises

VIEW = "delivery.view_delivery"
_WHO = {str(Role.SUPPLY_CHAIN_MANAGER)}


def list_parcels_to_mind(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Parcels likely late or silent, for whoever looks after carriers."""
    minding = [person for person in people if _WHO & set(person.roles)]
    if not minding:
        return []
    likely, silent = count_waiting(now=now)
    return [item for person in minding for item in _items(person, likely, silent)]


def _items(person: Actor, likely: int, silent: int) -> list[WorkItem]:
    found = []
    url = reverse("delivery:at_risk")
    if likely:
        title = ngettext("%(n)s parcel will probably be late", "%(n)s parcels will probably be late", likely)
        why = _("Their promised day has not passed yet: customers can still be told, carriers still be called.")
        found.append(WorkItem("delivery", title % {"n": likely}, why, url, "alarm-clock", person.id, weight=2.0))
    if silent:
        title = ngettext("Carriers are silent about %(n)s parcel", "Carriers are silent about %(n)s parcels", silent)
        why = _("No scan for two delivery days. Ask where they are, or give them up and claim.")
        found.append(WorkItem("delivery", title % {"n": silent}, why, url, "volume-x", person.id, weight=1.5))
    return found


def name_carriers(codes: Collection[str]) -> dict[str, str]:
    """Carriers' names by their keys, for the ledger of promises."""
    return dict(Carrier.objects.filter(source_key__in=codes).values_list("source_key", "name"))


def gather_suppliers_parcels(supplier_id: UUID, *, by: Actor, now: datetime) -> Context:
    """How long a supplier takes for what it sends to customers; nothing where it sends nothing."""
    lead_time = get_parcel_time(supplier_id, now=now)
    return {"lead_time": lead_time} if lead_time.deliveries else None


panels.register(
    "supplier", "delivery.suppliers_parcels", permission=VIEW, template="delivery/_suppliers_parcels.html",
    gather=gather_suppliers_parcels, order=20,
)  # fmt: skip
promises.register_nodes(name_carriers)
inventory.register_calendar(list_driving_days)
work.register_work("delivery.parcels", list_parcels_to_mind)
navigation.register(NavItem(Section.PEOPLE, gettext_noop("Delivery"), "delivery:carriers", "truck", VIEW, order=47))
