"""Causes in sentences: where, since when, how much, how sure, what is ruled out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.words import write_number, write_share
from shopkeeper.insight.contracts import CauseCard
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.words import dimension_label, place_words

LEVELS = {
    "outlet": gettext_noop("One place can mend it: a measure for the outlet."),
    "department": gettext_noop("A department can mend it: a measure for how it works everywhere."),
    "company": gettext_noop("No single outlet can mend it: a measure for the company."),
}
DRIVERS = {
    "was_late": gettext_noop("The parcel came late"),
    "was_returned": gettext_noop("Something came back"),
}
FAULTS = {
    "on_time_delivery": gettext_noop("Late parcels"),
    "low_score_share": gettext_noop("Low scores"),
    "satisfaction": gettext_noop("Not satisfied"),
    "return_rate": gettext_noop("Sent back"),
    "repeat_contact_rate": gettext_noop("Had to ask again"),
    "checkout_drop": gettext_noop("Left at checkout"),
    "pickup_not_found": gettext_noop("Not found at pick-up"),
    "long_wait_at_returns": gettext_noop("Long waits at returns"),
}
"""What a metric's bad outcome is called; the metric's own name where nobody has found a better one."""

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
    """`Fleetline, North`: the values that a cause is about, as a short name; `everywhere` where it is about all."""
    return ", ".join(place_words(filters)) or _("everywhere")


def title_of_cause(card: CauseCard) -> str:
    """`Late parcels: Fleetline, North`; of what went better, the metric's own name."""
    label = get_metric(card.metric).label
    fault = label if card.direction == "better" else FAULTS.get(card.metric, label)
    return f"{_(fault)}: {name_of_cause(card.filters)}"


def finding_of_cause(card: CauseCard) -> str:
    """`22% came late since 12 September; 5% were to be expected.` Of what is over: `from 5 to 26 December 2025`."""
    facts = {
        "share": write_share(card.share),
        "bad": _(BAD.get(card.metric, "went wrong")),
        "expected": write_share(card.share_expected),
        "since": span_words(card.since_on, card.until_on, card.seen_at.year),
    }
    return _("%(share)s %(bad)s%(since)s; %(expected)s were to be expected.") % facts


def sentence_of_cause(card: CauseCard) -> str:
    """`Late parcels: Fleetline, North. 22% came late since 12 September; 5% were to be expected.`"""
    return f"{title_of_cause(card)}. {finding_of_cause(card)}"


def span_words(since: date | None, until: date | None, year: int) -> str:
    """` since 12 September` or ` from 5 December to 2 January`; nothing where it always was so.

    The year is told where it is not `year`, once for both days where they share it.
    """
    if since is None:
        return ""
    if until is None:
        return _(" since %(day)s") % {"day": _day_words(since, year)}
    first = _day_words(since, until.year if until.year == since.year else year)
    return _(" from %(first)s to %(last)s") % {"first": first, "last": _day_words(until, year)}


def _day_words(day: date, year: int) -> str:
    return dateformat.format(day, "j F" if day.year == year else "j F Y")


def how_much(card: CauseCard) -> str:
    """`224 of 1,016 came late; 51 were to be expected. That is 14 to 20 points more.`"""
    sentence = _("%(bad)s of %(n)s %(words)s; %(expected)s were to be expected.") % {
        "bad": write_number(card.bad),
        "n": write_number(card.n),
        "words": _(BAD.get(card.metric, "went wrong")),
        "expected": write_number(round(card.expected)),
    }
    if card.difference_low is None or card.difference_high is None:
        return sentence
    ends = sorted((abs(card.difference_low), abs(card.difference_high)))
    facts = {"low": write_number(100 * ends[0], 1), "high": write_number(100 * ends[1], 1)}
    more = _("That is %(low)s to %(high)s points more.")
    if card.direction == "better":
        more = _("That is %(low)s to %(high)s points less.")
    return f"{sentence} {more % facts}"


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
    """`The parcel came late: 65% against 9% otherwise. 188 of 567 are due to it.`"""
    facts = {
        "name": _(DRIVERS.get(driver["name"], driver["name"])),
        "with": write_share(driver["share_exposed"], 0),
        "without": write_share(driver["share_unexposed"], 0),
        "due": write_number(round(driver["attributable"]["value"])),
        "bad": write_number(bad),
    }
    return _("%(name)s: %(with)s against %(without)s otherwise. %(due)s of %(bad)s are due to it.") % facts
