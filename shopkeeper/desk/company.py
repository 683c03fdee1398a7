"""What broken promises cost the company, by cause; each amount counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.words import write_about, write_number, write_share
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

AT_MOST = 6
MOST_OF_IT = 0.85
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
    left_out: tuple[insight.CauseCard, ...] = ()
    """What always was so, where something has changed and is counted instead."""

    @property
    def shown(self) -> tuple[insight.CauseCard, ...]:
        """The dearest causes."""
        return self.causes[:AT_MOST]

    @property
    def few(self) -> tuple[insight.CauseCard, ...]:
        """The fewest causes that make most of it; all that are shown where it takes more."""
        reached = 0.0
        for index, card in enumerate(self.shown, start=1):
            reached += card.money
            if reached >= MOST_OF_IT * self.total:
                return self.causes[:index]
        return self.shown


@dataclass(frozen=True, slots=True)
class LossRow:
    """A cause among others: what it is, who owns it, whom it hurt, and its amount as shares of the largest one."""

    card: insight.CauseCard
    title: str
    finding: str
    url: str
    owner: str
    role: str
    share: float
    low: float
    high: float


def add_up(causes: Sequence[insight.CauseCard], *, margin: float) -> CompanyLoss:
    """Add up what went wrong and still does.

    Left out: what ended, what cannot be told, and what people say of the same things that other metrics measure, since
    it would be counted twice. What always was so is no news: it counts only where nothing has changed.
    """
    known = [card for card in causes if card.is_certain and not insight.get_metric(card.metric).is_judgment]
    news = [card for card in known if card.kind in NEWS]
    always = tuple(card for card in known if card.kind == ALWAYS)
    counted = tuple(news) or always
    return CompanyLoss(
        total=sum(card.money for card in counted),
        low=sum(card.money_low for card in counted),
        high=sum(card.money_high for card in counted),
        margin=margin,
        causes=counted,
        people=sum(card.people_hurt for card in counted),
        silent=sum(card.people_silent for card in counted),
        left_out=always if news else (),
    )


def sentences_of(loss: CompanyLoss, *, owners: Mapping[UUID, str], currency: str) -> list[str]:
    """What it costs, how few causes make most of it, and how many never told us."""
    found = [_cost_words(loss, currency), _few_words(loss, owners), _silent_words(loss)]
    return [words for words in found if words]


def working_of(loss: CompanyLoss, *, currency: str) -> list[str]:
    """How the amount was worked out and what is not in it, for those who have to believe it; nothing without one."""
    if loss.total < 1:
        return []
    told = [_sum_words(loss), _range_words(), _margin_words(loss, currency), _left_out_words(loss, currency)]
    return [words for words in told if words]


def rows_of(loss: CompanyLoss, *, owners: Mapping[UUID, str]) -> list[LossRow]:
    """The causes by money, the dearest first; by people where no money is known."""
    widest = max((max(card.money, card.money_high) for card in loss.shown), default=0.0)
    if loss.total < 1:
        by_people = sorted(loss.causes, key=lambda card: -card.people_hurt)[:AT_MOST]
        most = max((card.people_hurt for card in by_people), default=0) or 1
        return [_row(card, owners, card.people_hurt / most, 0, 0) for card in by_people]
    return [
        _row(card, owners, card.money / widest, card.money_low / widest, card.money_high / widest)
        for card in loss.shown
    ]  # fmt: skip


def _row(card: insight.CauseCard, owners: Mapping[UUID, str], share: float, low: float, high: float) -> LossRow:
    return LossRow(
        card=card,
        title=insight.title_of_cause(card),
        finding=insight.finding_of_cause(card),
        url=reverse("insight:cause", args=[card.id]),
        owner=owners.get(card.id, ""),
        role=organization.role_in_words(card.owner_role) if card.owner_role else "",
        share=share, low=low, high=high,
    )  # fmt: skip


def _cost_words(loss: CompanyLoss, currency: str) -> str:
    if loss.total < 1:
        return ""
    facts = {
        "total": write_about(loss.total, currency),
        "low": write_about(loss.low, currency),
        "high": write_about(loss.high, currency),
    }
    sentence = _("Broken promises cost about %(total)s a year (%(low)s to %(high)s)") % facts
    if loss.margin <= 0:
        return f"{sentence}."
    return _("%(sentence)s, %(share)s of margin.") % {
        "sentence": sentence,
        "share": write_share(loss.total / loss.margin),
    }


def _few_words(loss: CompanyLoss, owners: Mapping[UUID, str]) -> str:
    few = [card for card in loss.few if card.money >= 1]
    if not few or loss.total < 1:
        return ""
    facts = {"n": write_number(len(few)), "share": write_share(sum(card.money for card in few) / loss.total, 0)}
    sentence = ngettext("%(n)s cause makes %(share)s of it", "%(n)s causes make %(share)s of it", len(few)) % facts
    if not all(card.id in owners for card in few):
        return f"{sentence}."
    owned = ngettext("%(sentence)s and has an owner.", "%(sentence)s, each with an owner.", len(few))
    return owned % {"sentence": sentence}


def _silent_words(loss: CompanyLoss) -> str:
    if not loss.people:
        return ""
    tenths = round(10 * loss.silent / loss.people)
    return _("%(tenths)s of 10 people hurt never told us.") % {"tenths": tenths}


def _sum_words(loss: CompanyLoss) -> str:
    return ngettext(
        "%(n)s cause is counted: what went wrong beyond what was to be expected, for a year at today's pace, times the "
        "margin and the handling that one such outcome costs. Its page says how much that is.",
        "%(n)s causes are added up, each counted once: what went wrong beyond what was to be expected, for a year at "
        "today's pace, times the margin and the handling that one such outcome costs. The page of each says how much "
        "that is.",
        len(loss.causes),
    ) % {"n": write_number(len(loss.causes))}


def _range_words() -> str:
    return _(
        "The range adds up the low ends and the high ends, so it is wider rather than narrower. That people bring less "
        "after an outcome is an association, not a proof."
    )


def _margin_words(loss: CompanyLoss, currency: str) -> str:
    if loss.margin <= 0:
        return ""
    return _("Margin: about %(margin)s on the orders of the last 365 days.") % {
        "margin": write_about(loss.margin, currency)
    }


def _left_out_words(loss: CompanyLoss, currency: str) -> str:
    rest = _("Not in it: what is over, what the data cannot tell, and low scores for what is counted already.")
    if not loss.left_out:
        return rest
    more = ngettext(
        "Nor %(n)s cause that has always been there, about %(total)s a year.",
        "Nor %(n)s causes that have always been there, about %(total)s a year.",
        len(loss.left_out),
    ) % {
        "n": write_number(len(loss.left_out)),
        "total": write_about(sum(card.money for card in loss.left_out), currency),
    }
    return f"{rest} {more}"
