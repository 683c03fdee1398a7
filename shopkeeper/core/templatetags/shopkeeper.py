"""Template tags that write numbers, times and icons the same way on every page: `{% load shopkeeper %}`."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from shopkeeper.core import words
from shopkeeper.core.charts import Chart
from shopkeeper.core.components import Explanation, Link, Part, StoryEntry, chip_kind
from shopkeeper.core.money import Money
from shopkeeper.core.sparklines import Sparkline, draw_columns, draw_range, draw_sparkline, draw_split
from shopkeeper.core.tables import Column

register = template.Library()
register.filter("chance", words.write_chance)
register.filter("amount", words.write_amount)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the set; with a `label` it is read out, without one it is decoration."""
    return _icon(str(name), str(label), size)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, size: str) -> SafeString:
    address = f"{static('built/icons.svg')}#{name}"
    look = f"icon icon-{size}" if size else "icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', look, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', look, address)


@register.inclusion_tag("core/_chip.html")
def chip(kind: str, label: Any, url: str = "", detail: str = "") -> dict[str, Any]:
    """The one look of a person, an order, a case, …: `{% chip "order" order.number order.url %}`."""
    return {"kind": chip_kind(kind), "label": label, "url": url, "detail": detail}


@register.inclusion_tag("core/_chart.html")
def chart(chart: Chart, id: str = "") -> dict[str, Any]:
    """A chart with its finding, and the same numbers in a table: `{% chart late_by_region %}`."""
    return {"chart": chart, "spec": json.dumps(chart.spec(), cls=DjangoJSONEncoder), "id": id}


@register.filter
def number(value: words.Quantity | None, digits: int | None = None) -> str:
    """`{{ 1204|number }}`: 1,204."""
    return words.write_number(value, digits)


@register.filter
def percent(value: words.Quantity | None, digits: int | None = None) -> str:
    """A share (0.22) as 22%."""
    return words.write_share(value, digits)


@register.filter
def points(value: words.Quantity | None) -> str:
    """A difference of shares as −5.4 points."""
    return words.write_points(value)


@register.filter
def money(value: Any, currency: str = "") -> str:
    """`{{ order.total|money }}` for Money, `{{ amount|money:"GBP" }}` for a bare amount."""
    if isinstance(value, Money):
        return words.write_money(value.amount, value.currency)
    return words.write_money(value, currency)


@register.filter
def about(value: words.Quantity | None, currency: str) -> str:
    """An estimate of money: `{{ 31204|about:"GBP" }}` is £31,000."""
    return words.write_about(value, currency)


@register.filter
def share_of(part: words.Quantity, whole: words.Quantity) -> float:
    """How much of `whole` a part is, for a meter beside a list: 0 to 1."""
    return min(1.0, float(part) / float(whole)) if whole else 0.0


@register.filter
def measure(value: words.Quantity | None, unit: str) -> str:
    """A value in its unit: `share`, `number`, `score`, `minutes`, `hours`, `days`, `money:GBP`."""
    return words.write_measure(value, unit)


@register.simple_tag
def measured(value: words.Quantity | None, unit: str, low: Any = None, high: Any = None) -> str:
    """A value with as many digits as its interval has."""
    return words.write_measure(value, unit, words.measure_digits(low, high, unit))


@register.simple_tag
def interval(low: words.Quantity | None, high: words.Quantity | None, unit: str = "share") -> str:
    """`{% interval 0.19 0.25 %}`: 19 to 25%."""
    return words.write_interval(low, high, unit)


@register.filter
def duration(span: timedelta | words.Quantity | None) -> str:
    """A timedelta, or a number of minutes, as `3 h 20 min`."""
    return words.write_duration(span) if isinstance(span, timedelta) else words.write_minutes(span)


@register.filter
def ago(moment: datetime | None) -> SafeString:
    """`yesterday 14:05`, and the full time on hover."""
    if moment is None:
        return SafeString(words.MISSING)
    now = timezone.localtime()
    local = words.find_local(moment)
    near = abs((now - local).total_seconds()) < 3_600
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        local.isoformat(timespec="seconds"),
        words.write_full_moment(local),
        mark_safe(" data-relative") if near else "",
        words.write_moment(local, now),
    )


@register.simple_tag
def due(moment: datetime | None, warn_hours: float = 2) -> SafeString:
    """A deadline with its urgency in words, icon and color: late, soon, or later."""
    if moment is None:
        return format_html('<span class="due">{}</span>', gettext("no deadline"))
    left = moment - timezone.now()
    tone, name = ("is-bad", "alarm-clock") if left < timedelta() else ("", "clock")
    if timedelta() <= left < timedelta(hours=warn_hours):
        tone = "is-warn"
    late = gettext("late since") if left < timedelta() else gettext("due")
    return format_html('<span class="due {}">{}{} {}</span>', tone, icon(name), late, ago(moment))


@register.filter
def code_words(code: str) -> str:
    """The code of a system or a source without its underscores."""
    return words.write_code(str(code))


@register.filter
def unbroken(value: Any) -> SafeString:
    """What somebody was known by; a telephone, a card or another number stays on one line, other values flow."""
    text = "" if value is None else str(value)
    return format_html('<span class="whitespace-nowrap">{}</span>', text) if words.is_number(text) else escape(text)


@register.filter
def initials(name: str) -> str:
    """Two letters for a round picture."""
    return words.initials(str(name))


@register.simple_tag
def sparkline(
    values: Sequence[words.Quantity | None], target: Any = None, tone: str = "", label: str = ""
) -> SafeString:
    """A small line drawn by the server: `{% sparkline figure.trend target=figure.target %}`."""
    return draw_sparkline(Sparkline(tuple(values), target=target, tone=tone, label=label))


@register.simple_tag
def history(why: Explanation) -> SafeString:
    """The past of what a refusal watches, against its limit."""
    if why.limit is None:
        return SafeString("")
    return draw_columns(why.history, why.limit, fewer_is_better=why.better != "up", label=why.history_words)


@register.simple_tag
def split_bar(parts: Sequence[Part]) -> SafeString:
    """A whole in its parts; the words stand beside it."""
    total = sum(part.count for part in parts) or 1
    return draw_split((part.tone, part.count / total) for part in parts)


@register.simple_tag
def range_bar(share: float, low: float = 0, high: float = 0) -> SafeString:
    """An amount and its range as shares of the widest one; the figures stand beside it."""
    return draw_range(share, low, high)


@register.simple_tag
def stars(score: float | None, out_of: int = 5) -> SafeString:
    """`{% stars 3 %}`: three stars of five, and the same in words for those who listen."""
    if score is None:
        return SafeString(words.MISSING)
    label = gettext("%(score)s of %(out_of)s") % {"score": words.write_number(score), "out_of": out_of}
    full = [("is-full" if place < round(score) else "", icon("star")) for place in range(out_of)]
    drawn = format_html_join("", '<i class="{}">{}</i>', full)
    return format_html('<span class="stars" role="img" aria-label="{}" title="{}">{}</span>', label, label, drawn)


@register.simple_tag
def meter(share: float | None, tone: str = "", label: str = "") -> SafeString:
    """A bar filled to a share, drawn without styles so that a strict policy allows it; None runs back and forth."""
    look = f"is-{tone}" if tone else ""
    look, width = (f"{look} is-open", 30.0) if share is None else (look, round(100 * min(1.0, max(0.0, share)), 1))
    return format_html(
        '<svg class="meter {}" viewBox="0 0 100 1" preserveAspectRatio="none" {}>'
        '<rect width="{}" height="1"></rect></svg>',
        look,
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        width,
    )


@register.simple_tag(takes_context=True)
def querystring_with(context: RequestContext, **changes: Any) -> str:
    """The present address with some parameters changed; None takes one away, and the page starts anew."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def by_day(entries: Iterable[StoryEntry]) -> list[tuple[datetime, list[StoryEntry]]]:
    """Entries in groups of one day each, in the order given."""
    days: list[tuple[datetime, list[StoryEntry]]] = []
    for entry in entries:
        local = words.find_local(entry.at)
        if not days or days[-1][0].date() != local.date():
            days.append((local, []))
        days[-1][1].append(entry)
    return days


@register.filter
def as_cell(value: Any, column: Column) -> Any:
    """A table's value written in its column's unit; links and safe HTML as they are."""
    match value:
        case SafeString():
            return value
        case Link(label, url):
            return format_html('<a class="link" href="{}">{}</a>', url, label)
        case Money(amount, currency):
            return words.write_money(amount, currency)
        case datetime():
            return ago(value)
        case None:
            return words.MISSING
    return words.write_measure(value, column.unit or "number", column.digits) if column.number else value


@register.filter
def day_words(moment: datetime) -> str:
    """The heading of a day: today, yesterday, or `Saturday 14 May`."""
    return words.write_day(moment, timezone.localtime())


@register.filter
def clock(moment: datetime) -> SafeString:
    """`14:05`, and the full time on hover."""
    local = words.find_local(moment)
    full = words.write_full_moment(local)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), full, local.strftime("%H:%M")
    )


@register.filter
def here_in(groups: Iterable[tuple[Any, Any, Iterable[Any]]], path: str) -> str:
    """The address of the navigation entry that the page shown belongs to: the longest one that the path starts with."""
    urls = [item.url for _section, _label, items in groups for item in items]
    above = [url for url in urls if path == url or (url.endswith("/") and url != "/" and path.startswith(url))]
    return max(above, key=len, default="")


@register.filter
def any_at(items: Iterable[Any], url: str) -> bool:
    """Whether one of several navigation entries has this address."""
    return any(item.url == url for item in items)


@register.filter
def steps(count: int) -> range:
    """So many, to loop over; at most five."""
    return range(min(5, count))
