"""What happened around a problem, as a story."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_measure
from shopkeeper.improvement.contracts import ProblemState
from shopkeeper.improvement.models import Effect, Problem
from shopkeeper.improvement.words import value_words


def tell_problem(problem: Problem) -> list[StoryEntry]:
    """Everything, newest first: opened, agreed, in force, attempts to close it, closed, back again."""
    entries = [*_opened(problem), *_measures(problem), *_attempts(problem), *_turns(problem)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _opened(problem: Problem) -> Iterator[StoryEntry]:
    facts = {"owner": problem.owner.name}
    yield StoryEntry(
        at=problem.opened_at, icon="triangle-alert", title=_("Problem opened"),
        detail=_("%(owner)s owns it. The watch was written before anything was mended.") % facts,
    )  # fmt: skip


def _measures(problem: Problem) -> Iterator[StoryEntry]:
    for measure in problem.measures.select_related("owner"):
        yield StoryEntry(
            at=measure.proposed_at, icon="shield-plus", title=_("Agreed: %(what)s") % {"what": measure.title},
            where=measure.owner.name, where_icon="id-card",
        )  # fmt: skip
    for effect in Effect.objects.filter(measure__problem=problem).select_related("measure", "outlet"):
        place = effect.outlet.name if effect.outlet else _("everywhere")
        facts = {"what": effect.measure.title, "place": place}
        title = _("In force %(place)s: %(what)s") if not effect.outlet else _("In force at %(place)s: %(what)s")
        yield StoryEntry(at=effect.at, icon="shield-check", title=title % facts, tone="good")


def _attempts(problem: Problem) -> Iterator[StoryEntry]:
    for attempt in problem.attempts.all():
        if attempt.closed:
            continue
        facts = {"who": attempt.by_name, "value": value_words(problem.watch, attempt.value)}
        detail = _("The figures said no: %(value)s.") % facts if attempt.value is not None else _("No figures.")
        yield StoryEntry(
            at=attempt.at, icon="hourglass", title=_("%(who)s wanted to close it") % facts, detail=detail, tone="warn"
        )


def _turns(problem: Problem) -> Iterator[StoryEntry]:
    for closing in problem.closings.all():
        proven = closing.outcome == ProblemState.PROVEN
        yield StoryEntry(
            at=closing.at, icon="circle-check", tone="good" if proven else "",
            title=_("Closed by its figures: solved and proven") if proven else _("Closed by its figures: gone"),
            detail="" if proven else _("Nobody took a measure, so it may come back. The watch goes on."),
        )  # fmt: skip
    for relapse in problem.relapses.all():
        value = write_measure(relapse.value, problem.watch.unit)
        yield StoryEntry(
            at=relapse.at, icon="rotate-ccw", tone="bad", title=_("Back again"),
            detail=_("%(value)s in a week after it was closed.") % {"value": value},
        )  # fmt: skip
