"""What happened in a case, as a story: what hurt, what was done, said, given and decided."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_money, write_number
from shopkeeper.recovery.contracts import Fault, Outcome, RemedyKind, RemedyState, SignalKind
from shopkeeper.recovery.models import Case, RemedyMove, Signal
from shopkeeper.recovery.words import CHANNELS, ICONS, OUTCOMES, REMEDIES, REMEDY_STATES, SIGNALS, step_title

_SIGNAL_ICONS = {kind: ICONS.get(kind.value, "message-square-quote") for kind in SignalKind}  # type: ignore[call-overload]


def tell_case(case: Case, name: str) -> list[StoryEntry]:
    """Everything of a case, newest first."""
    entries = [*_hurt(case), *_done(case, name), *_given(case), *_decided(case)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _hurt(case: Case) -> Iterator[StoryEntry]:
    for signal in case.episode.signals.select_related("feedback"):
        yield StoryEntry(
            at=signal.occurred_at, icon=_SIGNAL_ICONS[SignalKind(signal.kind)], tone="bad",
            title=_(SIGNALS[SignalKind(signal.kind)]), detail=_size_words(signal),
            said=signal.feedback.text if signal.feedback else "",
            promise="broken" if signal.kind == SignalKind.LATE_DELIVERY else "",
        )  # fmt: skip


def _size_words(signal: Signal) -> str:
    number = write_number(int(signal.size))
    if not signal.size and not signal.feedback:
        return _("Told to somebody of us")
    match signal.kind:
        case Fault.LATE_DELIVERY:
            return _("%(n)s days late") % {"n": number} if signal.size > 1 else _("1 day late")
        case Fault.LONG_WAIT:
            return _("%(n)s minutes") % {"n": number}
        case Fault.REPEAT_CONTACT:
            return _("%(n)s contacts within a week of each other") % {"n": number}
    if signal.feedback and signal.feedback.score is not None:
        return _("Score %(score)s") % {"score": write_number(signal.feedback.score)}
    return ""


def _done(case: Case, name: str) -> Iterator[StoryEntry]:
    for step in case.steps.all():
        done = getattr(step, "completion", None)
        if done:
            step.case = case
            possible = done.outcome == "done"
            yield StoryEntry(
                at=done.at, icon="check" if possible else "x", title=step_title(step, name), detail=done.note,
                where=done.by_name, where_icon="id-card", tone="good" if possible else "warn",
                tags=() if possible else (_("not possible"),),
            )  # fmt: skip
    apology = getattr(case, "apology", None)
    if apology and apology.sent_at:
        yield StoryEntry(
            at=apology.sent_at, icon="heart-handshake", said=apology.text, tone="good",
            title=_("%(who)s apologized") % {"who": apology.employee.name},
            where=_(CHANNELS.get(apology.channel, apology.channel)),
        )  # fmt: skip


def _given(case: Case) -> Iterator[StoryEntry]:
    for move in RemedyMove.objects.filter(remedy__case=case).select_related("remedy"):
        remedy = move.remedy
        facts = {
            "what": _(REMEDIES[RemedyKind(remedy.kind)]),
            "amount": write_money(remedy.amount, remedy.currency),
            "state": _(REMEDY_STATES[RemedyState(move.state)]),
        }
        yield StoryEntry(
            at=move.at, icon="gift", title=_("%(what)s of %(amount)s: %(state)s") % facts, detail=remedy.reason,
            where=move.by_name, where_icon="id-card",
        )  # fmt: skip


def _decided(case: Case) -> Iterator[StoryEntry]:
    yield StoryEntry(at=case.opened_at, icon="life-buoy", title=_("Case opened"))
    for given in case.hand_overs.select_related("giver", "taker"):
        facts = {"giver": given.giver.name, "taker": given.taker.name}
        title = _("%(giver)s handed over to %(taker)s") % facts
        detail = _("%(giver)s has left.") % facts if given.reason == "owner_left" else given.reason
        yield StoryEntry(at=given.at, icon="arrow-right-left", title=title, detail=detail)
    for note in case.notes.all():
        yield StoryEntry(at=note.at, icon="pencil", title=_("%(who)s noted") % {"who": note.by_name}, said=note.text)
    for end in case.resolutions.all():
        right = end.outcome == Outcome.PUT_RIGHT
        yield StoryEntry(
            at=end.at, icon="circle-check" if right else "circle-x", tone="good" if right else "warn",
            title=_(OUTCOMES[Outcome(end.outcome)]), detail=end.note, where=end.by_name, where_icon="id-card",
        )  # fmt: skip
    for again in case.reopenings.all():
        detail = again.note or _("The customer told us again.")
        yield StoryEntry(at=again.at, icon="rotate-ccw", title=_("Opened again"), detail=detail, tone="warn")
