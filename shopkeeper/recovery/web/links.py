"""Ways from a case to the things that it speaks of."""

from django.urls import NoReverseMatch, reverse

from shopkeeper.recovery.models import Case


def url_of(name: str, *args: object) -> str:
    """The address of a page of another module; empty where an installation does without it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def chips_of(case: Case, name: str) -> list[dict[str, str]]:
    """The customer, the order and the outlet of a case, as chips."""
    episode = case.episode
    person = reverse("customers:customer", args=[case.customer.number])
    chips = [{"kind": "person", "label": name, "url": person}]
    if episode.order:
        chips.append({"kind": "order", "label": episode.order.number, "url": url_of("orders:order", episode.order.id)})
    if case.outlet:
        chips.append({"kind": "outlet", "label": case.outlet.name, "url": ""})
    return chips
