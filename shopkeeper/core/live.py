"""Telling open pages what changed: by a topic, or with fragments that are drawn once for all who see them alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation

from shopkeeper.core.actors import Actor, ActorKind, Scopes

CHANNEL = "shopkeeper_live"
_FRAGMENTS: dict[str, "LiveFragment"] = {}


@dataclass(frozen=True, slots=True)
class LiveFragment:
    """A part of a page that is sent to it whenever what it shows has changed."""

    permission: str
    template: str
    gather: Callable[..., Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class View:
    """What readers have in common who see the same: the fragments that they may see, their scopes, their language."""

    fragments: frozenset[str]
    scopes: Scopes
    language: str


def tell(topic: str) -> None:
    """Let pages that show `topic` (`cases`, `import:7`) refresh once the running transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


def offer(
    name: str,
    *,
    permission: str,
    template: str,
    gather: Callable[..., Mapping[str, Mapping[str, Any]]],
) -> None:
    """Offer a fragment (`module.noun`) to open pages, which mark its place with `data-live-fragment="name:key"`.

    `gather(keys, by=, now=)` returns the template's context by key; a key that nobody knows is left out. Of `by` it is
    told the permission and the scopes alone, since all who share them are shown the same.
    """
    _FRAGMENTS[name] = LiveFragment(permission, template, gather)


def view_of(reader: Actor, language: str) -> View:
    """How somebody sees the fragments."""
    allowed = frozenset(name for name, fragment in _FRAGMENTS.items() if reader.may(fragment.permission))
    return View(allowed, reader.scopes, language)


def is_offered(name: str) -> bool:
    """Whether there is such a fragment."""
    return name in _FRAGMENTS


def draw(name: str, keys: Iterable[str], *, view: View, now: datetime) -> dict[str, str]:
    """A fragment for each of these keys, by key, as seen from a view; nothing where the view does not allow it."""
    if name not in view.fragments:
        return {}
    fragment = _FRAGMENTS[name]
    by = Actor(ActorKind.SYSTEM, "live", permissions=frozenset({fragment.permission}), scopes=view.scopes)
    with translation.override(view.language):
        contexts = fragment.gather(list(keys), by=by, now=now)
        return {key: render_to_string(fragment.template, dict(context)) for key, context in contexts.items()}
