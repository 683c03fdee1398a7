"""Cases in words: what happened, what to do, what to say."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.words import write_number
from shopkeeper.organization import public as organization
from shopkeeper.recovery.contracts import CaseState, Fault, Outcome, RemedyKind, RemedyState, SignalKind, StepKind
from shopkeeper.recovery.models import Case, Episode, Step
from shopkeeper.recovery.rules.playbooks import StepPlan, fill

LONGEST_SPOKEN = 16
FAULTS = {
    Fault.PICKUP_NOT_FOUND: gettext_noop("Not found at pick-up"),
    Fault.WRONG_ITEM: gettext_noop("Wrong or faulty item"),
    Fault.LONG_WAIT: gettext_noop("Long wait"),
    Fault.LATE_DELIVERY: gettext_noop("Late delivery"),
    Fault.REPEAT_CONTACT: gettext_noop("Had to ask again"),
    Fault.LOW_SCORE: gettext_noop("Low score or complaint"),
}
ICONS = {
    Fault.PICKUP_NOT_FOUND: "package-search",
    Fault.WRONG_ITEM: "package-x",
    Fault.LONG_WAIT: "hourglass",
    Fault.LATE_DELIVERY: "truck",
    Fault.REPEAT_CONTACT: "repeat",
    Fault.LOW_SCORE: "frown",
}
SIGNALS = {
    SignalKind.PICKUP_NOT_FOUND: gettext_noop("Not found at pick-up"),
    SignalKind.WRONG_ITEM: gettext_noop("Sent back as wrong or faulty"),
    SignalKind.LONG_WAIT: gettext_noop("Waited too long"),
    SignalKind.LATE_DELIVERY: gettext_noop("Delivery promise broken"),
    SignalKind.REPEAT_CONTACT: gettext_noop("Asked again about the same thing"),
    SignalKind.LOW_SCORE: gettext_noop("Low score"),
    SignalKind.COMPLAINT: gettext_noop("Complaint"),
}
STATES = {
    CaseState.NEW: gettext_noop("New"),
    CaseState.IN_PROGRESS: gettext_noop("In progress"),
    CaseState.PUT_RIGHT: gettext_noop("Put right"),
    CaseState.UNABLE: gettext_noop("Could not be put right"),
}
OUTCOMES = {
    Outcome.PUT_RIGHT: gettext_noop("Put right"),
    Outcome.UNABLE: gettext_noop("Could not be put right"),
}
CHANNELS = {
    "phone": gettext_noop("by phone"),
    "email": gettext_noop("by e-mail"),
    "store": gettext_noop("in the store"),
    "chat": gettext_noop("by chat"),
    "letter": gettext_noop("by letter"),
}
STEP_KINDS = {
    StepKind.APOLOGIZE: gettext_noop("Say sorry"),
    StepKind.CALL: gettext_noop("Call"),
    StepKind.FIND: gettext_noop("Find the goods"),
    StepKind.REPLACE: gettext_noop("Send again"),
    StepKind.ASK: gettext_noop("Ask somebody"),
    StepKind.CHECK: gettext_noop("Check that it is right"),
    StepKind.GIVE: gettext_noop("Give something back"),
}
STEP_ICONS = {
    StepKind.APOLOGIZE: "phone",
    StepKind.CALL: "phone",
    StepKind.FIND: "package-search",
    StepKind.REPLACE: "package-plus",
    StepKind.ASK: "message-square-quote",
    StepKind.CHECK: "circle-check",
    StepKind.GIVE: "gift",
}
STEP_DONE = {
    StepKind.APOLOGIZE: gettext_noop("I apologized by phone"),
    StepKind.CALL: gettext_noop("I called"),
    StepKind.FIND: gettext_noop("It is found"),
    StepKind.REPLACE: gettext_noop("It is on its way"),
    StepKind.ASK: gettext_noop("I asked"),
    StepKind.CHECK: gettext_noop("I checked"),
    StepKind.GIVE: gettext_noop("Give it"),
}
REMEDIES = {
    RemedyKind.VOUCHER: gettext_noop("Voucher"),
    RemedyKind.REFUND: gettext_noop("Refund"),
    RemedyKind.STORE_CREDIT: gettext_noop("Store credit"),
    RemedyKind.REPLACEMENT: gettext_noop("Replacement"),
    RemedyKind.FREE_DELIVERY: gettext_noop("Free delivery"),
    RemedyKind.GESTURE: gettext_noop("Gesture"),
}
REMEDY_STATES = {
    RemedyState.ASKED: gettext_noop("waits for approval"),
    RemedyState.RESERVED: gettext_noop("reserved"),
    RemedyState.GIVEN: gettext_noop("given"),
    RemedyState.RELEASED: gettext_noop("not wanted"),
    RemedyState.REFUSED: gettext_noop("refused"),
}


def person_words(number: str) -> str:
    """`Customer 5NXJ`, for somebody whose name nobody knows."""
    return _("Customer %(number)s") % {"number": number}


def order_words(episode: Episode) -> str:
    """The order's number; of one that no person could read aloud, its beginning."""
    number = episode.order.number if episode.order else ""
    return f"{number[:8]}…" if len(number) > LONGEST_SPOKEN else number


def episode_heading(episode: Episode) -> str:
    """What happened, in a few words: `Order TW-4471, 9 days late`."""
    number = order_words(episode)
    outlet = episode.outlet.name if episode.outlet else ""
    size = max((signal.size for signal in episode.signals.all() if signal.kind == episode.fault), default=0)
    facts = {"order": number, "outlet": outlet, "n": write_number(int(size))}
    match episode.fault:
        case Fault.LATE_DELIVERY:
            late = _late(int(size))
            return _("Order %(order)s, %(late)s") % (facts | {"late": late}) if number else late
        case Fault.PICKUP_NOT_FOUND:
            return _("Order %(order)s was not found at %(outlet)s") % facts
        case Fault.WRONG_ITEM:
            return _("Order %(order)s: wrong or faulty item") % facts if number else _("Wrong or faulty item")
        case Fault.LONG_WAIT:
            minutes = ngettext("Waited %(n)s minute", "Waited %(n)s minutes", int(size)) % facts
            waited = minutes if size else _("Waited too long")
            return _("%(waited)s at %(outlet)s") % (facts | {"waited": waited}) if outlet else waited
        case Fault.REPEAT_CONTACT:
            times = ngettext("Had to ask %(n)s time", "Had to ask %(n)s times", int(size)) % facts
            return times if size else _("Had to ask again")
    return _("Unhappy about order %(order)s") % facts if number else _("Told us that we let them down")


def case_heading(case: Case) -> str:
    """What happened in a case."""
    return episode_heading(case.episode)


def step_title(step: Step, name: str) -> str:
    """What to do, with the customer's name: `Call Ruth Adeyemi about the late delivery`."""
    text = step.template.title if step.template else _(step.title)
    return fill(text, {"customer": name or _("the customer"), "order": order_words(step.case.episode)})


def words_to_say(step: Step, name: str, *, arrived: Collection[UUID]) -> str:
    """What to say to the customer in this step; empty where there is nothing to say. `arrived`: orders that came."""
    if step.template is None or not step.template.say:
        return ""
    episode = step.case.episode
    places = _places(episode, name=name, me=step.owner.name, has_come=episode.order_id in arrived)
    return fill(step.template.say, places)


def example_words(plan: StepPlan, episode: Episode, *, name: str, me: str) -> tuple[str, str]:
    """The title and the words of a step, as they would stand in a case of this episode."""
    places = _places(episode, name=name, me=me, has_come=True)
    return fill(plan.title, places), fill(plan.say, places)


def working_time_in_words(minutes: int) -> str:
    """`within 4 working hours`."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("within %(hours)s h %(minutes)s min of working time") % {"hours": hours, "minutes": rest}
    if hours:
        return ngettext("within %(n)s working hour", "within %(n)s working hours", hours) % {"n": hours}
    return ngettext("within %(n)s minute", "within %(n)s minutes", rest) % {"n": rest}


def _places(episode: Episode, *, name: str, me: str, has_come: bool) -> Mapping[str, str]:
    size = int(max((signal.size for signal in episode.signals.all() if signal.kind == episode.fault), default=0))
    retailer = organization.get_retailer().name
    return {
        "customer": name or _("the customer"),
        "first_name": name.split()[0] if name else "",
        "me": me.split()[0],
        "retailer": retailer,
        "outlet": episode.outlet.name if episode.outlet else retailer,
        "order": order_words(episode),
        "lateness": _lateness(size, has_come=has_come),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", size) % {"n": size} if size else _("too long"),
        "times": ngettext("%(n)s time", "%(n)s times", size) % {"n": size} if size else _("again"),
    }


def _lateness(days: int, *, has_come: bool) -> str:
    return (_("came %(late)s") if has_come else _("is %(late)s")) % {"late": _late(days)}


def _late(days: int) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": write_number(days)} if days else _("late")
