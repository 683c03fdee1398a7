"""How returns and refunds are worded on pages."""

from uuid import UUID

import segno
from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from shopkeeper.core.words import write_amount
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Condition, Disposition, RefundState, ReturnState
from shopkeeper.orders.queries.returns import paid_back
from shopkeeper.orders.words_back import METHODS, REASONS, WAYS

register = template.Library()
type Words = str | Promise

STATES: dict[str, tuple[Words, str, str]] = {
    ReturnState.REQUESTED: (gettext_lazy("to be decided"), "warn", "clock"),
    ReturnState.DENIED: (gettext_lazy("denied"), "bad", "ban"),
    ReturnState.APPROVED: (gettext_lazy("may come"), "", "truck"),
    ReturnState.RECEIVED: (gettext_lazy("to be looked at"), "warn", "package-search"),
    ReturnState.INSPECTED: (gettext_lazy("to be paid back"), "warn", "banknote"),
    ReturnState.SETTLED: (gettext_lazy("settled"), "good", "check"),
    ReturnState.WITHDRAWN: (gettext_lazy("withdrawn"), "", "x"),
}
_REFUNDS: dict[str, tuple[Words, str, str]] = {
    RefundState.ASKED: (gettext_lazy("waits for a second person"), "warn", "clock"),
    RefundState.OPEN: (gettext_lazy("goes when the money is taken"), "", "clock"),
    RefundState.PAID: (gettext_lazy("given back"), "good", "check"),
    RefundState.DENIED: (gettext_lazy("denied"), "bad", "ban"),
    RefundState.TAKEN_BACK: (gettext_lazy("taken back"), "", "undo-2"),
}
CONDITIONS: dict[str, Words] = {
    Condition.AS_NEW: gettext_lazy("As new"),
    Condition.OPENED: gettext_lazy("Opened"),
    Condition.WORN: gettext_lazy("Worn"),
    Condition.FAULTY: gettext_lazy("Faulty, or not what was ordered"),
    Condition.SPOILED: gettext_lazy("Broken by the customer, or not ours"),
}
DISPOSITIONS: dict[str, Words] = {
    Disposition.RESTOCK: gettext_lazy("Back on the shelf"),
    Disposition.REFURBISH: gettext_lazy("To be mended"),
    Disposition.SUPPLIER: gettext_lazy("Back to the supplier"),
    Disposition.DESTROY: gettext_lazy("Thrown away"),
}


@register.inclusion_tag("core/_tag.html")
def return_tag(state: str) -> dict[str, object]:
    """The state of a return, with its icon."""
    text, tone, icon = STATES[state]
    return {"text": text, "tone": tone, "icon": icon}


@register.filter
def method_words(method: str) -> Words:
    """By what was paid; other systems have names of their own."""
    return METHODS.get(method, method.replace("_", " ")) or "–"


@register.inclusion_tag("core/_tag.html")
def refund_tag(state: str) -> dict[str, object]:
    """The state of a refund, with its icon."""
    text, tone, icon = _REFUNDS[state]
    return {"text": text, "tone": tone, "icon": icon}


@register.simple_tag
def reason_words(code: str) -> str:
    """What the policy said, as a sentence."""
    return str(REASONS.get(code, code))


@register.simple_tag
def way_words(way: str) -> str:
    """Where money goes."""
    return str(WAYS[way])


@register.simple_tag
def condition_choices() -> list[tuple[str, str]]:
    """In what condition a piece can be found."""
    return [(str(code), str(words)) for code, words in CONDITIONS.items()]


@register.simple_tag
def disposition_choices() -> list[tuple[str, str]]:
    """What can become of a piece."""
    return [(str(code), str(words)) for code, words in DISPOSITIONS.items()]


_MOVES: dict[str, Words] = {
    "authorized": gettext_lazy("set aside"),
    "captured": gettext_lazy("taken"),
    "voided": gettext_lazy("let go"),
    "refunded": gettext_lazy("given back"),
}


@register.simple_tag
def move_words(kind: str) -> str:
    """How money moved."""
    return str(_MOVES.get(kind, kind))


@register.filter
def label_of(request_id: UUID, number: str) -> str:
    """The number on the label of a return; the return's own where there is none."""
    return delivery.find_label(f"return:{request_id}") or number


@register.simple_tag
def qr_code(text: str, label: str) -> SafeString:
    """A text to be scanned from a screen or from paper, on white, as both need; `label` says it to those who listen."""
    drawn = segno.make(text, micro=False, error="m")
    picture = drawn.svg_inline(scale=4, border=3, light="#fff", omitsize=True, svgclass="qr-code", title=label)
    return mark_safe(picture)  # noqa: S308  # segno draws it, and escapes the title


@register.simple_tag
def qr_of(request_id: UUID, number: str) -> SafeString:
    """The label of a return, to be scanned at any counter."""
    label = label_of(request_id, number)
    return qr_code(label, gettext("Code of the return %(label)s") % {"label": label})


@register.simple_tag
def paid_back_words(request_id: UUID, way: str) -> str:
    """What has gone back to the customer for a return, and how; nothing where nothing has."""
    amount, currency = paid_back(request_id)
    said = gettext("%(amount)s went back to you, %(way)s.")
    return said % {"amount": write_amount(amount, currency), "way": WAYS[way]} if amount else ""
