"""From where an order is fulfilled, and why it may not leave, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shopkeeper.orders.contracts import HoldReason

_HELD = {
    HoldReason.FRAUD: gettext_lazy("held: it may be a fraud"),
    HoldReason.CREDIT: gettext_lazy("held: their credit is used up"),
    HoldReason.ADDRESS: gettext_lazy("held: the address is in doubt"),
    HoldReason.PAYMENT: gettext_lazy("held: not paid"),
    HoldReason.MANUAL: gettext_lazy("held: somebody looks into it"),
}


def explain(parts: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]] = ()) -> tuple[str, ...]:
    """“Leeds: all three lines, one parcel, 2.1 km away” for each location, and what lacks."""
    return (*(_tell_part(part) for part in parts), *(_tell_missing(one) for one in missing))


def _tell_missing(one: Mapping[str, Any]) -> str:
    """Only the store that was asked lacks what is to be collected; others may have it."""
    if one.get("place"):
        return _("%(place)s has not got %(what)s.") % {"place": one["place"], "what": _pieces(one)}
    return _("Nobody can send %(what)s.") % {"what": _pieces(one)}


def _tell_part(part: Mapping[str, Any]) -> str:
    lines = part["lines"]
    if part.get("comes"):
        told = {"name": part["name"], "what": _pieces(lines[0]), "day": _day(part["comes"])}
        if part.get("sent_from"):
            told["origin"] = part["sent_from"]
            return _("%(name)s: %(what)s, sent there by %(origin)s by %(day)s, to be collected") % told
        if part.get("collect"):
            return _("%(name)s: %(what)s, kept out of what comes there on %(day)s, to be collected") % told
        return _("%(name)s: %(what)s, kept out of what comes on %(day)s") % told
    what = _all_lines(len(lines)) if part.get("whole") else ", ".join(_pieces(line) for line in lines)
    facts = [what, _("to be collected") if part.get("collect") else _("one parcel")]
    if part.get("day"):
        facts.append(_("for %(day)s") % {"day": _day(part["day"])})
    if part.get("km") is not None:
        facts.append(_("%(km)s km away") % {"km": part["km"]})
    if part.get("doubt"):
        facts.append(_("a record to look at first") if part["doubt"] > 1 else _("a record that is probably right"))
    return f"{part['name']}: {', '.join(facts)}"


def _day(told: str) -> str:
    return date_format(date.fromisoformat(told), "D j M")


def _all_lines(count: int) -> str:
    words = {1: _("the only line"), 2: _("both lines"), 3: _("all three lines")}
    return words.get(count) or ngettext("all %(n)s line", "all %(n)s lines", count) % {"n": count}


def _pieces(line: Mapping[str, Any]) -> str:
    return f"{line['pieces']} × {line['name']}"


def join(words: Iterable[str]) -> str:
    """Several explanations as one sentence."""
    return "; ".join(word.rstrip(".") for word in words)


def tell_where(facts: Mapping[str, Any]) -> str:
    """Where something goes, or who collects it, as a change keeps it; nothing where that was erased."""
    places = (facts.get("ship_street"), facts.get("ship_postcode"), facts.get("city"), facts.get("name"))
    return ", ".join(place for place in places if place)


def tell_hold(reason: HoldReason) -> str:
    """“held: the address is in doubt”."""
    return str(_HELD[reason])
