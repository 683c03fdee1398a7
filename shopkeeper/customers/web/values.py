"""Where a customer's values come from, and setting one by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.pinning import leave_retired, pin_again, pin_value, unpin_value
from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.errors import PinNotFound, ReasonMissing, ValueUnfit
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.lineage import ValueStory, find_said, tell_values
from shopkeeper.customers.queries.pins import list_pins, list_retired_pins
from shopkeeper.customers.rules.survivorship import ATTRIBUTES, columns_of
from shopkeeper.customers.words import ATTRIBUTES as WORDS
from shopkeeper.customers.words import PARTS, RULES

PIN = "customers.pin_values"


@door("customers.view_customers")
def show_values(request: PageRequest, key: str) -> HttpResponse:
    """Every value of a customer: which record gave it, by which rule, and what others say."""
    card = access_customer(request.actor, key)
    return render(request, "customers/values.html", _describe(card, request.actor))


@require_POST
@door(PIN)
def pin(request: PageRequest, key: str) -> HttpResponse:
    """Set a value by hand, typed or as one of the records says."""
    card, said = access_customer(request.actor, key), request.POST
    attribute = said.get("attribute", "")
    if attribute not in ATTRIBUTES:
        raise ValueUnfit
    value, reason = {name: said.get(name, "") for name in columns_of(attribute)}, said.get("reason", "")
    if record := said.get("record"):
        found = find_said(card.id, _uuid(record), attribute)
        value, reason = found.parts, reason or _("As %(source)s says") % {"source": found.source}
    try:
        pin_value(
            customer_id=card.id, attribute=attribute, value=value, reason=reason, by=request.actor, now=clock.now()
        )
    except (ValueUnfit, ReasonMissing) as refusal:
        typed = {"attribute": attribute, "value": value, "reason": reason, "why": refusal.sentence()}
        return render(request, "customers/values.html", _describe(card, request.actor, typed), status=422)
    messages.success(request, _("Set by hand. It stands above every rule until a record says something new."))
    return redirect("customers:values", key=card.number)


@require_POST
@door(PIN)
def unpin(request: PageRequest, key: str, pin_id: UUID) -> HttpResponse:
    """Let the rules choose again."""
    card = access_customer(request.actor, key)
    unpin_value(pin_id=pin_id, by=request.actor, now=clock.now())
    messages.success(request, _("Taken back. The rules choose again."))
    return redirect("customers:values", key=card.number)


@require_POST
@door(PIN)
def settle(request: PageRequest, key: str, pin_id: UUID) -> HttpResponse:
    """A source moved: set the value once more, or leave what the source says."""
    card, now = access_customer(request.actor, key), clock.now()
    if request.POST.get("do") == "again":
        pin_again(pin_id=pin_id, by=request.actor, now=now)
        messages.success(request, _("Set by hand once more."))
    else:
        leave_retired(pin_id=pin_id, by=request.actor, now=now)
    return redirect("customers:values", key=card.number)


def _describe(card: CustomerCard, by: Actor, typed: dict[str, Any] | None = None) -> dict[str, Any]:
    pins, retired = list_pins(card.id), list_retired_pins(card.id)
    stories = [_row(story, typed) | {"pin": pins.get(story.attribute)} for story in tell_values(card.id)]
    names = name_deciders((pin.pinned_by for pin in (*pins.values(), *retired)), now=clock.now())
    moved = [{"pin": pin, "label": _(WORDS[pin.attribute]), "who": names[pin.pinned_by]} for pin in retired]
    for story in stories:
        story["who"] = names[story["pin"].pinned_by] if story["pin"] else ""
    return {"card": card, "values": stories, "retired": moved, "may_pin": by.may(PIN)}


def _row(story: ValueStory, typed: dict[str, Any] | None) -> dict[str, Any]:
    mine = typed if typed and typed["attribute"] == story.attribute else None
    value = mine["value"] if mine else story.parts
    fields = [(name, _(PARTS[name]), value.get(name, "")) for name in columns_of(story.attribute)]
    return {
        "story": story, "label": _(WORDS[story.attribute]), "rule": _(RULES[story.choice.rule]), "fields": fields,
        "typed": mine,
    }  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise PinNotFound from None
