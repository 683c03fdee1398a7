"""Template filters and tags of the stock: `{% load stock_words %}`."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from shopkeeper.inventory import words
from shopkeeper.inventory.models import BufferRule
from shopkeeper.inventory.queries.rooms import CountTask
from shopkeeper.inventory.words_of_trust import why_count

register = template.Library()
_TABS = {"may_record": "record_movements", "may_plan": "plan_stock", "may_reserve": "reserve_stock"}


@register.filter
def kind_words(kind: Any) -> str:
    """`store` as Store."""
    return gettext(words.KINDS[kind])


@register.filter
def confidence_words(confidence: Any) -> str:
    """`call_first` as look before you promise."""
    return gettext(words.CONFIDENCES[confidence])


@register.filter
def age_words(seconds: int | None) -> str:
    """90 as 2 min old."""
    return words.write_age(seconds)


@register.filter
def count_words(task: CountTask) -> str:
    """Why a shelf is to be counted."""
    return why_count(task)


@register.filter
def held_words(why: str) -> str:
    """Why a movement waits."""
    return gettext(words.WHY_HELD.get(why, why))


@register.filter
def public_words(state: str) -> str:
    """`few` as Only a few left."""
    return gettext(words.PUBLIC_STATES[state])


@register.filter
def ref_words(ref: str) -> str:
    """What our own refs that nobody opens stand for; those of others as they are."""
    ours = words.OWN_REFS.get(ref.partition(":")[0])
    return gettext(ours) if ours else ref


@register.filter
def own_clock(at: datetime | None) -> str:
    """`17:00`, by the clock of the place that said so, wherever the reader is."""
    return f"{at:%H:%M}" if at else ""


@register.filter
def counter_words(counter: str) -> str:
    """`on_hand` as there."""
    return gettext(words.COUNTERS[counter])


@register.filter
def where_words(rule: BufferRule) -> str:
    """Where a rule holds: at a location, at all of a kind, or everywhere."""
    return words.write_where(rule)


@register.filter
def movement_words(kind: Any) -> str:
    """`sell` as sold."""
    return gettext(words.MOVEMENTS[kind])


@register.inclusion_tag("inventory/_tabs.html", takes_context=True)
def stock_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The places of the stock beside one another."""
    actor, path = context["actor"], context["request"].path
    record = (reverse(f"inventory:{name}") for name in ("check", "held", "forgotten"))
    may = {name: actor.may(f"inventory.{permission}") for name, permission in _TABS.items()}
    truth = (reverse("inventory:truths"), reverse("inventory:kept_back"))
    return {"path": path, "is_record": path in record, "is_truth": path in truth, **may}
