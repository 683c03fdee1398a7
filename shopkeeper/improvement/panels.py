"""What improvement offers to pages of others: banners for those it touches, owners of causes, notices, work."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core import navigation, panels, search
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.joining import joined_if_any
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.search import Hit
from shopkeeper.core.words import write_number
from shopkeeper.core.work import Notice, WorkItem, register_notices, register_work
from shopkeeper.customers import public as customers
from shopkeeper.improvement.contracts import IdeaVerdict, ProblemCard, ProblemState
from shopkeeper.improvement.models import Measure, Problem
from shopkeeper.improvement.queries.ideas import list_responses_to, list_waiting_for
from shopkeeper.improvement.queries.problems import (
    cards_of,
    list_problems,
    list_problems_owned_by,
    list_problems_touching,
    select_problems,
)
from shopkeeper.improvement.words import STATES, TONES, VERDICTS
from shopkeeper.recovery import public as recovery

AT_MOST = 3
HEAVY = 100.0
"""How much the first of the open problems weighs among all that people should know; the others follow it."""
NEWS_FOR = timedelta(days=7)
ASKS_FOR = {
    ProblemState.OPEN: gettext_noop("Agree a measure: %(title)s"),
    ProblemState.REOPENED: gettext_noop("Back again: %(title)s"),
    ProblemState.NOT_PROVEN: gettext_noop("The measure has not helped: %(title)s"),
}


def list_work(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Problems that people own and that need something, measures that they promised, ideas that they owe a response."""
    employees = [UUID(person.id) for person in people if person.kind is ActorKind.EMPLOYEE]
    asking = [card for card in list_problems_owned_by(employees, now=now) if card.state in ASKS_FOR]
    return [*(_problem_item(card) for card in asking), *_measure_items(employees), *_idea_items(employees)]


def _problem_item(card: ProblemCard) -> WorkItem:
    return WorkItem(
        kind="problem", title=_(ASKS_FOR[card.state]) % {"title": card.title}, why=card.sentence, url=_url(card.number),
        icon="triangle-alert", weight=float(card.people), person_id=str(card.owner_id),
    )  # fmt: skip


def _measure_items(employee_ids: Sequence[UUID]) -> list[WorkItem]:
    rows = Measure.objects.filter(owner__in=employee_ids, effects=None, problem__closed_at=None)
    return [
        WorkItem(
            kind="measure", title=_("Put in force: %(what)s") % {"what": row.title}, why=row.problem.title,
            url=_url(row.problem.number), icon="shield-plus", person_id=str(row.owner_id), weight=5.0,
            due_at=datetime.combine(row.due_on, datetime.max.time(), row.proposed_at.tzinfo),
        )
        for row in joined_if_any(rows, "problem")
    ]  # fmt: skip


def _idea_items(employee_ids: Sequence[UUID]) -> list[WorkItem]:
    return [
        WorkItem(
            kind="idea", title=_("Respond to %(who)s’s idea") % {"who": idea.employee.name}, why=idea.text[:120],
            url=reverse("improvement:ideas"), icon="lightbulb", due_at=idea.due_at, person_id=str(idea.listener_id),
        )
        for idea in list_waiting_for(employee_ids)
    ]  # fmt: skip


def list_notices(*, by: Actor, now: datetime) -> list[Notice]:
    """The problems that need attention most, and what was solved this week."""
    if not by.may(VIEW):
        return []
    worst = list_problems(by=by, now=now)[:AT_MOST]
    open_ones = [_notice(card, weight=HEAVY - place) for place, card in enumerate(worst)]
    solved = cards_of(list(select_problems(by=by, closed=True).filter(closed_at__gte=now - NEWS_FOR)), now=now)
    return open_ones + [_good_news(card) for card in solved[:AT_MOST]] + _responses(by, now=now)


def _responses(by: Actor, *, now: datetime) -> list[Notice]:
    if by.kind is not ActorKind.EMPLOYEE:
        return []
    told = list_responses_to(UUID(by.id), since=now - NEWS_FOR)
    words = _("%(who)s responded to your idea: %(verdict)s.")
    return [
        Notice(
            "idea", words % {"who": one.by_name, "verdict": _(VERDICTS[IdeaVerdict(one.verdict)]).lower()},
            reverse("improvement:ideas"), "lightbulb", "good" if one.verdict == IdeaVerdict.DONE else "neutral",
        )
        for one in told[:AT_MOST]
    ]  # fmt: skip


def _notice(card: ProblemCard, *, weight: float) -> Notice:
    text = _("%(title)s. %(state)s.") % {"title": card.title, "state": _(STATES[card.state])}
    if card.people:
        hurt = ngettext("It has hurt %(n)s customer.", "It has hurt %(n)s customers.", card.people)
        text = f"{text} {hurt % {'n': write_number(card.people)}}"
    return Notice("problem", text, _url(card.number), "triangle-alert", TONES[card.state], weight)


def _good_news(card: ProblemCard) -> Notice:
    text = _("%(title)s: %(state)s. Thank you, %(owner)s.") % {
        "title": card.title, "state": _(STATES[card.state]).lower(), "owner": card.owner.split()[0],
    }  # fmt: skip
    return Notice("problem", text, _url(card.number), "shield-check", TONES[card.state])


def gather_for_customer(subject_id: UUID, *, by: Actor, now: datetime) -> Mapping[str, Any] | None:
    """The open problems that have touched a customer, with what staff may tell them."""
    return _banners(list_problems_touching(customers.ids_of(subject_id), by=by, now=now))


def gather_for_case(subject_id: UUID, *, by: Actor, now: datetime) -> Mapping[str, Any] | None:
    """The open problems that have touched the customer of a case."""
    customer_id = recovery.find_customer_of_case(subject_id)
    return gather_for_customer(customer_id, by=by, now=now) if customer_id else None


def _banners(cards: Sequence[ProblemCard]) -> Mapping[str, Any] | None:
    rows = [
        {"title": card.title, "text": card.promise_to_customers or _takes_care(card), "url": _url(card.number)}
        for card in cards
    ]
    return {"rows": rows} if rows else None


def _takes_care(card: ProblemCard) -> str:
    return _("%(owner)s owns it. %(state)s.") % {"owner": card.owner, "state": _(STATES[card.state])}


def gather_for_cause(subject_id: UUID, *, by: Actor, now: datetime) -> Mapping[str, Any]:
    """Who owns a cause, or the way to give it an owner."""
    rows = Problem.objects.visible_to(by).filter(cause_id=str(subject_id))
    joined = rows.select_related("watch", "owner", "outlet", "department").order_by("-opened_at")
    cards = cards_of(list(joined[:1]), now=now)
    if not cards:
        new = f"{reverse('improvement:new')}?cause={subject_id}"
        return {"url": new, "may_work": by.may("improvement.work_problems")}
    card = cards[0]
    return {
        "number": card.number, "owner": card.owner, "sentence": card.sentence, "state": _(STATES[card.state]),
        "tone": TONES[card.state], "url": _url(card.number),
    }  # fmt: skip


def find_problems(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """Problems by their number or words of their title."""
    asked = text.strip()
    rows = Problem.objects.visible_to(by).filter(Q(number=asked.upper()) | Q(title__icontains=asked))
    return [
        Hit(_("Problem"), row.title, row.number, _url(row.number), "triangle-alert",
            1.0 if row.number == asked.upper() else 0.7)
        for row in rows.order_by("-opened_at")[:limit]
    ]  # fmt: skip


def _url(number: str) -> str:
    return reverse("improvement:problem", args=[number])


VIEW = "improvement.view_problems"
BANNER = "improvement/_banner_of.html"
register_work("improvement", list_work)
register_notices("improvement", list_notices)
panels.register("customer_banner", "improvement.known", permission=VIEW, template=BANNER, gather=gather_for_customer)
panels.register("case", "improvement.known", permission=VIEW, template=BANNER, gather=gather_for_case, order=1)
panels.register(
    "cause", "improvement.owner", permission=VIEW, template="improvement/_cause_problem.html", gather=gather_for_cause
)
search.register("improvement", permission=VIEW, find=find_problems)
navigation.register(
    NavItem(Section.PREVENT, gettext_noop("Problems"), "improvement:problems", "triangle-alert", VIEW, order=10)
)
navigation.register(
    NavItem(
        Section.PREVENT, gettext_noop("Ideas"), "improvement:ideas", "lightbulb", "improvement.raise_ideas", order=20
    )
)
