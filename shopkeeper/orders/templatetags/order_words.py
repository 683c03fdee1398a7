"""How orders are worded on pages."""

from datetime import datetime, time, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core.words import write_duration
from shopkeeper.interactions.public import Channel
from shopkeeper.orders.contracts import (
    AskedCancellationCard,
    AskedRedirectionCard,
    HoldReason,
    OrderState,
    PickupState,
    Precedence,
)
from shopkeeper.orders.words import tell_hold

register = template.Library()
_CHANNELS = {
    Channel.STORE: gettext_lazy("in store"),
    Channel.WEB: gettext_lazy("web"),
    Channel.PHONE: gettext_lazy("phone"),
    Channel.MARKETPLACE: gettext_lazy("marketplace"),
}
_STATES = {
    OrderState.PLACED: (gettext_lazy("placed"), "", "clock"),
    OrderState.PARTLY_SHIPPED: (gettext_lazy("partly on its way"), "", "truck"),
    OrderState.SHIPPED: (gettext_lazy("on its way"), "", "truck"),
    OrderState.DELIVERED: (gettext_lazy("with the customer"), "good", "check"),
    OrderState.RETURNED: (gettext_lazy("returned"), "warn", "undo-2"),
    OrderState.CANCELED: (gettext_lazy("canceled"), "warn", "ban"),
}
_PRECEDENCES = {
    Precedence.LET_DOWN: gettext_lazy("first, since its day has passed"),
    Precedence.COMPANY: gettext_lazy("before others, since it is a company’s"),
    Precedence.LONGEST: "",
}
_PICKUPS = {
    PickupState.PREPARING: (gettext_lazy("to be found"), "warn", "package-search"),
    PickupState.READY: (gettext_lazy("ready"), "good", "check"),
    PickupState.NOT_FOUND: (gettext_lazy("not found"), "bad", "package-x"),
    PickupState.COLLECTED: (gettext_lazy("collected"), "good", "check"),
    PickupState.RELEASED: (gettext_lazy("not collected"), "warn", "package-open"),
    PickupState.CALLED_OFF: (gettext_lazy("called off"), "warn", "ban"),
}


@register.filter
def precedence_words(precedence: Precedence) -> str:
    """Why it comes before others; nothing where it has only waited longer."""
    return str(_PRECEDENCES[precedence])


@register.filter
def channel_words(channel: str) -> str:
    """How an order came, in words."""
    return str(_CHANNELS.get(Channel(channel), channel)) if channel else _("not known")


def state_words(state: OrderState) -> str:
    """The state of an order, for those who read it without its icon."""
    return str(_STATES[state][0])


@register.inclusion_tag("core/_tag.html")
def state_tag(state: OrderState | PickupState) -> dict[str, object]:
    """The state of an order or a pick-up, with its icon."""
    text, tone, icon = _STATES[state] if isinstance(state, OrderState) else _PICKUPS[state]
    return {"text": text, "tone": tone, "icon": icon}


_CAUSES = {
    "placed": gettext_lazy("when it was placed"),
    "refused": gettext_lazy("a location had not got it"),
    "again": gettext_lazy("looked for again"),
    "added": gettext_lazy("pieces were added"),
    "undone": gettext_lazy("a cancellation was undone"),
    "awaited": gettext_lazy("kept out of what comes"),
    "changed": gettext_lazy("it is to come another way"),
}


@register.simple_tag
def cause_words(cause: str) -> str:
    """Why it was decided from where an order comes."""
    return str(_CAUSES.get(cause, cause))


@register.simple_tag
def hold_words(reason: str) -> str:
    """Why an order may not leave."""
    return tell_hold(HoldReason(reason))


@register.filter
def owner_words(owner: str) -> str:
    """Who looks after a held order: a person by name, or the team that the system chose."""
    return _("the contact center") if owner == "contact_center" else owner


@register.filter
def overdue(asked: AskedCancellationCard | AskedRedirectionCard, now: datetime) -> bool:
    """Whether somebody should have answered by now."""
    return asked.is_overdue(now)


@register.filter
def written_seconds(seconds: int) -> str:
    """How long is left, as `1 h 12 min`."""
    return write_duration(timedelta(seconds=seconds))


@register.filter(expects_localtime=True)
def cut_off_words(at: datetime, is_near: bool) -> str:
    """`17:00`, or `Thursday, 17:00` where it is far; at midnight the end of the day before, as people say it."""
    if at.time() == time.min:
        day = at - timedelta(days=1)
        return _("midnight") if is_near else _("the end of %(day)s") % {"day": date_format(day, "l")}
    return date_format(at, "H:i" if is_near else "l, H:i")
