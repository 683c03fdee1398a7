"""What recovery holds of a person: what happened to them, what was done about it, said and given."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_money
from shopkeeper.customers.public import Held, register_facts, register_worth
from shopkeeper.recovery import models
from shopkeeper.recovery.contracts import Outcome, RemedyKind, RemedyState
from shopkeeper.recovery.words import CHANNELS, OUTCOMES, REMEDIES, case_heading


def tell_cases(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """Cases opened, sorry said and ends, newest first."""
    cases = (
        models.Case.objects.visible_to(by)
        .filter(customer__in=ids)
        .select_related("owner", "episode__order", "episode__outlet")
    )
    told: list[StoryEntry] = []
    for case in cases.prefetch_related("resolutions", "episode__signals").order_by("-opened_at")[:limit]:
        told += _entries_of(case)
    apologies = models.Apology.objects.filter(case__in=cases).exclude(sent_at=None).select_related("employee", "case")
    told += [_sorry(apology) for apology in apologies[:limit]]
    # Money that went back for an order is told by the order book.
    gifts = models.RemedyMove.objects.filter(remedy__case__in=cases, state=RemedyState.GIVEN, remedy__refund=None)
    told += [_gift(move) for move in gifts.select_related("remedy__case")[:limit]]
    return sorted(told, key=lambda entry: entry.at, reverse=True)[:limit]


def _entries_of(case: models.Case) -> list[StoryEntry]:
    url = reverse("recovery:case", args=[case.number])
    opened = StoryEntry(
        at=case.opened_at, icon="life-buoy", url=url, title=_("Case %(number)s opened") % {"number": case.number},
        detail=_("%(what)s. %(who)s takes care of it.") % {"what": case_heading(case), "who": case.owner.name},
    )  # fmt: skip
    ends = [
        StoryEntry(
            at=end.at, icon="circle-check" if end.outcome == "put_right" else "circle-x", url=url,
            title=_(OUTCOMES[Outcome(end.outcome)]), detail=end.note, tone="good" if end.outcome == "put_right" else "",
        )
        for end in case.resolutions.all()
    ]  # fmt: skip
    return [opened, *ends]


def _sorry(apology: models.Apology) -> StoryEntry:
    assert apology.sent_at
    return StoryEntry(
        at=apology.sent_at, icon="heart-handshake", said=apology.text,
        title=_("%(who)s apologized") % {"who": apology.employee.name},
        where=_(CHANNELS.get(apology.channel, apology.channel)),
        url=reverse("recovery:case", args=[apology.case.number]),
    )  # fmt: skip


def _gift(move: models.RemedyMove) -> StoryEntry:
    remedy = move.remedy
    what = {"what": _(REMEDIES[RemedyKind(remedy.kind)]), "amount": write_money(remedy.amount, remedy.currency)}
    return StoryEntry(
        at=move.at, icon="gift", title=_("Given: %(what)s of %(amount)s") % what, detail=remedy.reason,
        where=move.by_name, where_icon="id-card", url=reverse("recovery:case", args=[remedy.case.number]),
    )  # fmt: skip


def weigh_cases(ids: Sequence[UUID]) -> dict[UUID, float]:
    """Whoever is being helped must not be two people to those who help: points for each open case."""
    open_cases = models.Case.objects.open().filter(customer__in=ids).order_by()
    return {customer: 100.0 * n for customer, n in open_cases.values_list("customer").annotate(Count("id"))}


def _through_case(model: type, label: str, at: str, **blank: str) -> Held:
    return Held(model=model, label=label, at=at, customer="case__customer", record="", blank=blank)


register_facts(
    "recovery",
    held=[
        Held(model=models.Episode, label=gettext_noop("What went wrong"), at="starts_at"),
        Held(
            model=models.Signal,
            label=gettext_noop("Signs of trouble"),
            at="occurred_at",
            record="",
            customer="episode__customer",
        ),
        Held(model=models.Case, label=gettext_noop("Cases"), at="opened_at"),
        _through_case(models.Note, gettext_noop("Notes of cases"), "at", text=""),
        _through_case(models.Resolution, gettext_noop("Ends of cases"), "at", note=""),
        _through_case(models.Reopening, gettext_noop("Cases opened again"), "at", note=""),
        _through_case(models.Apology, gettext_noop("Apologies"), "due_at", text=""),
        _through_case(models.Remedy, gettext_noop("Remedies"), "asked_at", reason=""),
        Held(
            model=models.Completion,
            label=gettext_noop("Steps done"),
            at="at",
            customer="step__case__customer",
            record="",
            blank={"note": ""},
        ),
    ],
    timeline=tell_cases,
    permission="recovery.view_cases",
)
register_worth("recovery", weigh_cases)
