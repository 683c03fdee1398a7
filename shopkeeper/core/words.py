"""How numbers, money, times and spans are written for people, in the language that is active."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from math import isfinite

from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext

type Quantity = int | float | Decimal

MINUS = "\u2212"
MISSING = "\u2013"
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "BRL": "R$", "JPY": "¥", "PLN": "zł", "INR": "₹"}
_NO_MINOR_UNIT = frozenset({"JPY", "KRW", "CLP", "ISK"})
_PLACES = {"score": 2, "index": 0}
_NUMBER = re.compile(r"(?=.{3,20}$)[+(]?(?:[A-Z]{1,3}(?![A-Za-z])|[\d ()./-])+")
_HARDLY, _NEARLY_SURE = 0.01, 0.99
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def write_number(value: Quantity | None, digits: int | None = None, *, signed: bool = False) -> str:
    """`1,204` or `4.3`: grouped, at most one decimal unless `digits` asks for others, with a true minus sign."""
    if value is None or not isfinite(value):
        return MISSING
    places = digits if digits is not None else _places(value)
    text = number_format(abs(round(Decimal(str(value)), places)), places, use_l10n=True, force_grouping=True)
    sign = MINUS if round(float(value), places) < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{text}"


def write_share(value: Quantity | None, digits: int | None = None) -> str:
    """`22%` for 0.22; one decimal below ten percent."""
    if value is None or not isfinite(value):
        return MISSING
    percent = Decimal(str(value)) * 100
    places = digits if digits is not None else (1 if abs(percent) < 10 and percent % 1 else 0)
    return pgettext("a share", "%(number)s%%") % {"number": write_number(percent, places)}


def write_chance(value: Quantity | None) -> str:
    """`22%` for 0.22; what is not quite certain is `more than 99%`, what may just be is `less than 1%`."""
    if value is None or not isfinite(value) or not 0 < value < 1:
        return write_share(value, 0)
    if value > _NEARLY_SURE:
        return gettext("more than %(share)s") % {"share": write_share(0.99, 0)}
    if value < _HARDLY:
        return gettext("less than %(share)s") % {"share": write_share(0.01, 0)}
    return write_share(value, 0)


def write_points(value: Quantity | None, digits: int = 1) -> str:
    """A difference of shares: `−5.4 points` for -0.054."""
    if value is None or not isfinite(value):
        return MISSING
    return gettext("%(number)s points") % {"number": write_number(Decimal(str(value)) * 100, digits, signed=True)}


def write_money(amount: Quantity | None, currency: str, digits: int | None = None) -> str:
    """`£18.50`, `£130,000` (no pence from a thousand up), `CHF 12.00`."""
    if amount is None:
        return MISSING
    size = -amount if amount < 0 else amount
    whole = currency in _NO_MINOR_UNIT or size >= 1_000
    number = write_number(size, digits if digits is not None else 0 if whole else 2)
    symbol = _SYMBOLS.get(currency, f"{currency}\u00a0")
    text = pgettext("an amount of money", "%(symbol)s%(number)s") % {"symbol": symbol, "number": number}
    return f"{MINUS}{text}" if amount < 0 else text


def write_amount(amount: Quantity | None, currency: str) -> str:
    """What somebody pays or gets, to the last penny: `£1,630.85`."""
    return write_money(amount, currency, 0 if currency in _NO_MINOR_UNIT else 2)


def write_about(amount: Quantity | None, currency: str) -> str:
    """An estimate of money with the two digits that it can bear: `£31,000` for 31,204.55."""
    if amount is None or not isfinite(amount):
        return MISSING
    size = Decimal(str(amount))
    rounded = round(size, 1 - size.adjusted()) if size else size
    return write_money(rounded, currency, 0)


def write_minutes(minutes: Quantity | None, digits: int | None = None) -> str:
    """A span of time in its largest sensible unit: `12 min`, `3 h 20 min`, `2 days`; with digits `4.8 min`."""
    if minutes is not None and digits:
        return gettext("%(number)s min") % {"number": write_number(minutes, digits)}
    return MISSING if minutes is None else write_duration(timedelta(minutes=float(minutes)))


def write_duration(span: timedelta) -> str:
    """`40 s`, `12 min`, `3 h 20 min`, `31 h`, `3 days`."""
    seconds = round(abs(span.total_seconds()))
    if seconds < _MINUTE:
        return gettext("%(number)s s") % {"number": seconds}
    if seconds < _HOUR:
        return gettext("%(number)s min") % {"number": round(seconds / _MINUTE)}
    if seconds < 2 * _DAY:
        return _write_hours(seconds)
    days = round(seconds / _DAY)
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def write_measure(value: Quantity | None, unit: str, digits: int | None = None) -> str:
    """A value in its unit: `share`, `points`, `number`, `index`, `score`, `minutes`, `hours`, `days`, `money:GBP`."""
    kind, _, currency = unit.partition(":")
    if value is None or not isfinite(value):
        return MISSING
    match kind:
        case "share":
            return write_share(value, digits)
        case "points":
            return write_points(value, digits if digits is not None else 1)
        case "money":
            return write_money(value, currency, digits)
        case "score" | "index":
            return write_number(value, digits if digits is not None else _PLACES[kind])
        case "minutes":
            return write_minutes(value, digits)
        case "hours":
            return write_duration(timedelta(hours=float(value)))
        case "days":
            number = write_number(value, digits)
            return ngettext("%(number)s day", "%(number)s days", round(value)) % {"number": number}
        case _:
            return write_number(value, digits)


def write_interval(low: Quantity | None, high: Quantity | None, unit: str) -> str:
    """`19 to 25%`: the interval in words, with as many digits as it takes to tell its ends apart."""
    if low is None or high is None:
        return ""
    digits = measure_digits(low, high, unit)
    first, last = write_measure(low, unit, digits), write_measure(high, unit, digits)
    if unit == "share":
        first = first.removesuffix("%").rstrip("\u00a0 ")
    if unit == "minutes" and digits:
        first = write_number(low, digits)
    if unit == "points":
        first = write_number(Decimal(str(low)) * 100, digits if digits is not None else 1, signed=True)
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def measure_digits(low: Quantity | None, high: Quantity | None, unit: str) -> int | None:
    """Decimals that a value needs beside its interval: one more where the interval is narrower than two percent.

    Minutes need one below an hour where the ends are less than two minutes apart.
    """
    if unit not in ("share", "minutes") or low is None or high is None:
        return None
    width = abs(float(high) - float(low))
    if unit == "minutes":
        return 1 if width < 2 and 1 <= float(high) < 60 else None
    return 0 if width >= 0.02 else 1 if width >= 0.002 else 2


def find_local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """A time as the clock on the wall shows it; as it was stored where a calendar ends."""
    try:
        return moment.astimezone(zone or timezone.get_current_timezone())
    except OverflowError:
        return moment


def write_moment(moment: datetime, now: datetime) -> str:
    """A time as people say it: `12 min ago`, `today 09:12`, `yesterday 14:05`, `Tue 14:05`, `14 May`, `14 May 2025`."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < _MINUTE:
        return gettext("just now") if seconds >= 0 else gettext("now")
    if abs(seconds) < _HOUR:
        return _write_near(seconds)
    local = find_local(moment, now.tzinfo)
    days = (local.date() - now.date()).days
    clock = dateformat.format(local, "H:i")
    if days in (-1, 0, 1):
        day = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[days]
        return f"{day} {clock}"
    if abs(days) < 7:
        return f"{dateformat.format(local, 'D')} {clock}"
    return dateformat.format(local, "j M" if local.year == now.year else "j M Y")


def write_day(moment: datetime, now: datetime) -> str:
    """The heading of a day: `Today`, `Yesterday`, `Saturday 14 May`, `Wednesday 14 May 2025`."""
    days = (find_local(moment, now.tzinfo).date() - now.date()).days
    if days in (-1, 0, 1):
        return {-1: gettext("Yesterday"), 0: gettext("Today"), 1: gettext("Tomorrow")}[days]
    return dateformat.format(moment, "l j F" if moment.year == now.year else "l j F Y")


def write_full_moment(moment: datetime) -> str:
    """The whole truth for a hover: `Saturday 22 November 2026, 14:05 GMT`."""
    return dateformat.format(moment, "l j F Y, H:i T")


def write_list(things: Iterable[str]) -> str:
    """`Leeds, York and Hull`."""
    items = list(things)
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def write_code(code: str) -> str:
    """The code of a system, a source or a kind as words: `contact center` for contact_center."""
    return code.replace("_", " ")


def is_number(text: str) -> bool:
    """Whether this is read in one go: a telephone, a card, a date, a postcode; never a name, a street or a sentence."""
    return _NUMBER.fullmatch(text) is not None and any(sign.isdigit() for sign in text)


def initials(name: str) -> str:
    """Two letters for a round picture: `PS` for Priya Shah."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def _places(value: Quantity) -> int:
    return 0 if not -100 < value < 100 or Decimal(str(value)) % 1 == 0 else 1


def _write_hours(seconds: int) -> str:
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    if minutes == 0 or hours >= 10:
        return gettext("%(number)s h") % {"number": round(seconds / _HOUR)}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def _write_near(seconds: float) -> str:
    minutes = max(1, round(abs(seconds) / _MINUTE))
    sentence = gettext("%(number)s min ago") if seconds > 0 else gettext("in %(number)s min")
    return sentence % {"number": minutes}
