"""Deliveries in words: `{% load delivery_words %}`."""

from decimal import Decimal
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext

from shopkeeper.delivery.words import ADAPTER_WORDS, HARMS, KINDS, STEPS, TABS, WEEKDAYS, status_in_words

register = template.Library()


@register.filter
def status_words(status: str) -> str:
    """`out_for_delivery`: out for delivery."""
    return status_in_words(status)


@register.filter
def adapter_words(adapter: str) -> str:
    """What the messages of a carrier look like."""
    return gettext(ADAPTER_WORDS.get(adapter, adapter))


@register.filter
def step_words(code: str) -> str:
    """A stretch of the way, as customers read it."""
    return gettext(STEPS[code])


@register.filter
def service_words(kind: str) -> str:
    """`next_day`: next day."""
    return gettext(KINDS[kind])


@register.filter
def day_words(days: Any) -> str:
    """Weekdays in short: Mon – Fri, or Mon, Wed."""
    names = [gettext(WEEKDAYS[day]) for day in days]
    whole = len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days)))
    return f"{names[0]} – {names[-1]}" if whole else ", ".join(names)


@register.filter
def harm_words(kind: str) -> str:
    """For what a carrier owes something."""
    return gettext(HARMS[kind])


@register.filter
def unlocalize_amount(amount: Decimal | None) -> str:
    """An amount as a field for numbers takes it: 2.95."""
    return "" if amount is None else f"{amount:.2f}"


@register.inclusion_tag("delivery/_tabs.html", takes_context=True)
def delivery_tabs(context: RequestContext) -> dict[str, Any]:
    """Ways between the pages of the delivery."""
    return {"tabs": TABS, "path": context["request"].path}
