"""What broken promises cost the company, by cause; each amount counted once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.charts import Bar, ParetoChart
from shopkeeper.core.words import write_money, write_number, write_share
from shopkeeper.desk.words import label_of
from shopkeeper.insight import public as insight

AT_MOST = 6
NEWS = ("change", "new")
ALWAYS = "standing"


@dataclass(frozen=True, slots=True)
class CompanyLoss:
    """A year's loss at today's pace, with what is uncertain of it, the causes that make it, and the people behind."""

    total: float
    low: float
    high: float
    margin: float
    causes: tuple[insight.CauseCard, ...]
    people: int
    silent: int

    @property
    def few(self) -> tuple[insight.CauseCard, ...]:
        """The dearest causes."""
        return self.causes[:AT_MOST]


def add_up(causes: Sequence[insight.CauseCard], *, margin: float) -> CompanyLoss:
    """Add up what went wrong and still does.

    Left out: what ended, what cannot be told, and what people say of the same things that other metrics measure, since
    it would be counted twice. What always was so is no news: it counts only where nothing has changed.
    """
    known = [card for card in causes if card.is_certain and not insight.get_metric(card.metric).is_judgment]
    news = [card for card in known if card.kind in NEWS]
    counted = tuple(news or (card for card in known if card.kind == ALWAYS))
    return CompanyLoss(
        total=sum(card.money for card in counted),
        low=sum(card.money_low for card in counted),
        high=sum(card.money_high for card in counted),
        margin=margin,
        causes=counted,
        people=sum(card.people_hurt for card in counted),
        silent=sum(card.people_silent for card in counted),
    )


def sentences_of(loss: CompanyLoss, *, currency: str) -> list[str]:
    """What it costs, how few causes make most of it, and how many never told us."""
    found = [_cost_words(loss, currency), _few_words(loss), _silent_words(loss)]
    return [words for words in found if words]


def chart_of(loss: CompanyLoss, *, currency: str) -> ParetoChart | None:
    """The causes by money, the dearest first; by people where no money is known."""
    by_money = loss.total >= 1
    bars = tuple(_bar(card, by_money) for card in loss.few)
    if not bars:
        return None
    return ParetoChart(
        title=_few_words(loss) or _("Causes by the people whom they hurt"),
        unit=f"money:{currency}" if by_money else "number",
        label_column=_("Cause"),
        value_column=_("A year") if by_money else _("People hurt"),
        n_column=_("People hurt"),
        bars=bars,
        total=loss.total if by_money else None,
    )


def _bar(card: insight.CauseCard, by_money: bool) -> Bar:
    label = f"{_(insight.get_metric(card.metric).label)}: {insight.name_of_cause(card.filters)}"
    href = reverse("insight:cause", args=[card.id])
    owner = label_of(card.owner_role) if card.owner_role else _("Nobody owns it yet")
    if not by_money:
        return Bar(label, card.people_hurt, href=href, n=card.people_hurt, note=owner)
    hurt = ngettext("%(n)s person hurt", "%(n)s people hurt", card.people_hurt) % {"n": write_number(card.people_hurt)}
    note = f"{owner} · {hurt}" if card.people_hurt else owner
    return Bar(label, card.money, card.money_low, card.money_high, card.people_hurt, href=href, note=note)


def _cost_words(loss: CompanyLoss, currency: str) -> str:
    if loss.total < 1:
        return ""
    facts = {
        "total": write_money(_rounded(loss.total), currency, 0),
        "low": write_money(_rounded(loss.low), currency, 0),
        "high": write_money(_rounded(loss.high), currency, 0),
    }
    sentence = _("Broken promises cost about %(total)s a year (%(low)s to %(high)s)") % facts
    if loss.margin <= 0:
        return f"{sentence}."
    return _("%(sentence)s, %(share)s of margin.") % {
        "sentence": sentence,
        "share": write_share(loss.total / loss.margin),
    }


def _few_words(loss: CompanyLoss) -> str:
    few = [card for card in loss.few if card.money >= 1]
    if not few or loss.total < 1:
        return ""
    share = write_share(sum(card.money for card in few) / loss.total, 0)
    sentence = ngettext("%(n)s cause makes %(share)s of it", "%(n)s causes make %(share)s of it", len(few))
    return f"{sentence % {'n': write_number(len(few)), 'share': share}}."


def _silent_words(loss: CompanyLoss) -> str:
    if not loss.people:
        return ""
    tenths = round(10 * loss.silent / loss.people)
    return _("%(tenths)s of 10 people hurt never told us.") % {"tenths": tenths}


def _rounded(amount: float) -> int:
    """To two leading digits: more would claim more than is known."""
    size = 10 ** max(0, len(str(int(amount))) - 2)
    return round(amount / size) * size
