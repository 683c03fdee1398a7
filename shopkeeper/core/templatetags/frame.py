"""The frame around every page, drawn once for all who see the same places: `{% load frame %}`."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shopkeeper.core.templatetags.shopkeeper import any_at, here_in

type Groups = tuple[tuple[str, str, tuple[Any, ...]], ...]

register = template.Library()
_AT_THE_FOOT = 4
"""Sections that have a place at the foot of a phone."""


@register.simple_tag
def places(groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    """The navigation at the side, with the place of the page shown marked."""
    return _frame("core/_navigation.html", groups, path)


@register.simple_tag
def bottom_bar(groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    """The navigation at the foot of a phone, and all places behind it."""
    return _frame("core/_bottom_bar.html", groups, path)


@register.filter
def at_the_foot(groups: Iterable[tuple[Any, Any, Sequence[Any]]], url: str) -> list[tuple[Any, bool]]:
    """The entries at the foot of a phone, and whether the page shown belongs to them: the first of the first sections,
    which stands for all of its section but those that are at hand by themselves."""
    found = []
    for _section, _label, items in list(groups)[:_AT_THE_FOOT]:
        hands = [item for item in items[1:] if item.at_hand]
        here = any_at([item for item in items if item not in hands], url)
        found += [(items[0], here), *((item, item.url == url) for item in hands)]
    return found


def _frame(name: str, groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    fixed = tuple((section, label, tuple(items)) for section, label, items in groups)
    return _draw(name, fixed, here_in(fixed, path), get_language())


@lru_cache(maxsize=512)
def _draw(name: str, groups: Groups, here: str, language: str | None) -> SafeString:
    """By value: whoever may open the same places, reads the same language and stands at the same one gets the same."""
    return render_to_string(name, {"groups": groups, "path": here})
