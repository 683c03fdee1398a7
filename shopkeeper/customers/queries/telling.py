"""Attributes and levels of likeness in words; of the free columns in those of the retailer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shopkeeper.core.policies import agreed
from shopkeeper.core.words import write_list
from shopkeeper.customers.contracts import ModelCause, ModelReason, Outdated
from shopkeeper.customers.policies import DETAILS
from shopkeeper.customers.rules.matching import forms
from shopkeeper.customers.words import ATTRIBUTES, DETAIL_LEVELS, OUTDATED, WORDS
from shopkeeper.engines.linkage import Step


def list_labels() -> dict[str, str]:
    """Those of the free columns that the retailer named -> what it calls them."""
    named = agreed(DETAILS)
    return {column: label for column in forms.DETAILS if (label := getattr(named, column))}


def name_attribute(attribute: str) -> str:
    """What people call an attribute of a customer."""
    return list_labels().get(attribute) or _(ATTRIBUTES[attribute])


def tell_level(comparison: str, level: str) -> str:
    """What it says that two records agree so far in a comparison; empty of what says nothing to people."""
    if comparison in forms.DETAILS:
        return _(DETAIL_LEVELS[level]) % {"what": _detail_in_a_sentence(comparison)}
    return _(WORDS[comparison, level]) if (comparison, level) in WORDS else ""


def tell_for(steps: Sequence[Step]) -> list[str]:
    """What speaks for one person, the strongest first. The first step is what is taken for granted."""
    telling = sorted((step for step in steps[1:] if step.strangers > 0), key=lambda step: -step.strangers)
    return [words for step in telling if (words := tell_level(step.comparison, step.level))]


def tell_against(steps: Sequence[Step]) -> list[str]:
    """What speaks against it, the strongest first."""
    telling = sorted((step for step in steps[1:] if step.strangers < 0), key=lambda step: step.strangers)
    return [words for step in telling if (words := tell_level(step.comparison, step.level))]


def tell_cause(cause: ModelCause) -> str:
    """Why a model trained itself, in a sentence."""
    if cause.reason is ModelReason.OLD_VERSION:
        return _("Trained by itself: the model before it belongs to another version of the program.")
    if cause.reason is ModelReason.GREW:
        return _("Trained by itself: there are many times as many records as the model before it learned from.")
    said = _("Trained by itself: your sources tell what no model has seen before: %(columns)s.")
    return said % {"columns": write_list(name_attribute(column) for column in cause.columns)}


def tell_outdated(outdated: Outdated) -> str:
    """Why the effect of a model is to be worked out again, in a sentence."""
    return _(OUTDATED[outdated])


def _detail_in_a_sentence(column: str) -> str:
    """A name as the retailer wrote it, ours with a small letter."""
    ours = _(ATTRIBUTES[column])
    return list_labels().get(column) or ours[:1].lower() + ours[1:]
