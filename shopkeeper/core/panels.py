"""Panels: fragments that modules offer to pages of others. The page knows a slot, never the module behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from shopkeeper.core.actors import Actor

Context = Mapping[str, Any] | None
"""What a panel's template wants; None when there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment for a slot: who may see it, its template, and what gathers the template's context."""

    slot: str
    name: str
    permission: str
    template: str
    gather: Callable[..., Context]
    order: int


_PANELS: dict[str, dict[str, Panel]] = {}


def register(
    slot: str, name: str, *, permission: str, template: str, gather: Callable[..., Context], order: int = 50
) -> None:
    """Offer a panel (`module.noun`) to a slot (`customer`, `order`, `case`, `problem`, `outlet`).

    `gather(subject_id, by=, now=)` returns the template's context, or None to stay away.
    """
    _PANELS.setdefault(slot, {})[name] = Panel(slot, name, permission, template, gather, order)


def render_slot(
    slot: str, subject_id: Any, *, by: Actor, now: datetime, request: HttpRequest | None = None
) -> list[str]:
    """The panels of a slot that `by` may see, in order.

    A form in one of them that goes without scripts needs the token of the `request` in which it is rendered.
    """
    panels = sorted(_PANELS.get(slot, {}).values(), key=lambda panel: (panel.order, panel.name))
    allowed = (panel for panel in panels if by.may(panel.permission))
    gathered = ((panel, panel.gather(subject_id, by=by, now=now)) for panel in allowed)
    return [
        render_to_string(panel.template, {**context, "actor": by, "now": now}, request)
        for panel, context in gathered
        if context is not None
    ]
