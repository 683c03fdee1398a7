"""Causes in sentences: where, since when, how much, how sure, what is ruled out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.words import write_interval, write_number, write_share
from shopkeeper.insight.contracts import CauseCard
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.queries.statements import ANY_OF
from shopkeeper.insight.words import dimension_label

LEVELS = {
    "outlet": gettext_noop("One place can mend it: a measure for the outlet."),
    "department": gettext_noop("A department can mend it: a measure for how it works everywhere."),
    "company": gettext_noop("No single outlet can mend it: a measure for the company."),
}
DRIVERS = {
    "was_late": gettext_noop("The parcel came late"),
    "was_returned": gettext_noop("Something came back"),
}
BAD = {
    "on_time_delivery": gettext_noop("came late"),
    "low_score_share": gettext_noop("gave a low score"),
    "satisfaction": gettext_noop("were not satisfied"),
    "return_rate": gettext_noop("came back"),
    "repeat_contact_rate": gettext_noop("had to ask again"),
    "checkout_drop": gettext_noop("left"),
    "pickup_not_found": gettext_noop("were not found"),
    "long_wait_at_returns": gettext_noop("waited over 15 minutes"),
}


def name_of_cause(filters: Mapping[str, str]) -> str:
    """`Swift, North`: the values that a cause is about, as a short name; `everywhere` where it is about all."""
    if not filters:
        return _("everywhere")
    return ", ".join(value.replace(ANY_OF, _(" or ")) for value in filters.values())


def sentence_of_cause(card: CauseCard) -> str:
    """`On-time delivery, Swift in North: 22 % came late since 12 September, 5 % expected.`"""
    facts = {
        "metric": _(get_metric(card.metric).label),
        "name": name_of_cause(card.filters),
        "share": write_share(card.share),
        "bad": _(BAD.get(card.metric, "went wrong")),
        "expected": write_share(card.share_expected),
        "since": since_words(card.since_on),
    }
    return _("%(metric)s, %(name)s: %(share)s %(bad)s%(since)s; %(expected)s were to be expected.") % facts


def since_words(day: date | None) -> str:
    """` since 12 September 2026`, or nothing."""
    return "" if day is None else _(" since %(day)s") % {"day": dateformat.format(day, "j F Y")}


def how_much(card: CauseCard) -> str:
    """`1,016 of which 224 came late, 51 were to be expected: 14 to 20 points more.`"""
    sentence = _("%(bad)s of %(n)s %(words)s; %(expected)s were to be expected.") % {
        "bad": write_number(card.bad),
        "n": write_number(card.n),
        "words": _(BAD.get(card.metric, "went wrong")),
        "expected": write_number(round(card.expected)),
    }
    if card.difference_low is None or card.difference_high is None:
        return sentence
    points = write_interval(card.difference_low, card.difference_high, "points")
    return f"{sentence} {_('The difference is %(points)s.') % {'points': points}}"


def ruled_out(evidence: list[dict[str, Any]]) -> list[str]:
    """The dimensions in which nothing is left once the cause is set aside, in words."""
    dimensions = [item["dimension"] for item in evidence if item["verdict"] == "ruled_out" and item["value"]]
    return [dimension_label(name) for name in dimensions]


def not_separable(evidence: list[dict[str, Any]]) -> list[str]:
    """The values that coincide with the cause: the data cannot tell them apart."""
    return [
        f"{dimension_label(item['dimension'])} {item['value'] or ''}".strip()
        for item in evidence
        if item["verdict"] == "inseparable"
    ]


def sentence_of_driver(driver: Mapping[str, Any], *, bad: int) -> str:
    """`Parcel came late: 65% against 9% otherwise. Without it, 188 of 567 would not have been.`"""
    facts = {
        "name": _(DRIVERS.get(driver["name"], driver["name"])),
        "with": write_share(driver["share_exposed"], 0),
        "without": write_share(driver["share_unexposed"], 0),
        "due": write_number(round(driver["attributable"]["value"])),
        "bad": write_number(bad),
    }
    return _("%(name)s: %(with)s against %(without)s otherwise. Without it, %(due)s of %(bad)s would not be.") % facts
