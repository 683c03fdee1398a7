"""The frame around every page, drawn once for all who see the same places: `{% load frame %}`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shopkeeper.core.templatetags.shopkeeper import here_in

type Groups = tuple[tuple[str, str, tuple[Any, ...]], ...]

register = template.Library()


@register.simple_tag
def places(groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    """The navigation at the side, with the place of the page shown marked."""
    return _frame("core/_navigation.html", groups, path)


@register.simple_tag
def bottom_bar(groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    """The navigation at the foot of a phone, and all places behind it."""
    return _frame("core/_bottom_bar.html", groups, path)


def _frame(name: str, groups: Iterable[tuple[str, str, Iterable[Any]]], path: str) -> SafeString:
    fixed = tuple((section, label, tuple(items)) for section, label, items in groups)
    return _draw(name, fixed, here_in(fixed, path), get_language())


@lru_cache(maxsize=512)
def _draw(name: str, groups: Groups, here: str, language: str | None) -> SafeString:
    """By value: whoever may open the same places, reads the same language and stands at the same one gets the same."""
    return render_to_string(name, {"groups": groups, "path": here})
