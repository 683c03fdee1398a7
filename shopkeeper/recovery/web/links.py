"""Ways from a case to the things that it speaks of."""

from django.urls import reverse

from shopkeeper.recovery.models import Case
from shopkeeper.recovery.words import order_words


def chips_of(case: Case, name: str) -> list[dict[str, str]]:
    """The customer, the order and the outlet of a case, as chips."""
    episode = case.episode
    person = reverse("customers:customer", args=[case.customer.number])
    chips = [{"kind": "person", "label": name, "url": person}]
    if episode.order:
        chips.append(
            {"kind": "order", "label": order_words(episode), "url": reverse("orders:order", args=[episode.order.id])}
        )
    if case.outlet:
        chips.append({"kind": "outlet", "label": case.outlet.name, "url": ""})
    return chips
