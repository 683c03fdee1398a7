"""How stages and their clocks are worded on pages."""

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core.words import write_duration
from shopkeeper.orders.contracts import Stage, StageClock, VoidPacking, VoidWhy
from shopkeeper.orders.templatetags.return_words import qr_code

register = template.Library()
_MANY = 24
STAGES = {
    Stage.RELEASE: gettext_lazy("to be released"),
    Stage.PICK: gettext_lazy("to be found"),
    Stage.PACK: gettext_lazy("to be packed"),
    Stage.HAND_OVER: gettext_lazy("to be handed over"),
}


@register.filter
def stage_words(stage: Stage) -> str:
    """What something waits for, in words."""
    return str(STAGES[stage])


@register.filter
def void_words(void: VoidPacking) -> str:
    """Why a parcel that was packed does not leave as it is, and what to do with it."""
    told = {"label": void.label} if void.label else {}
    if void.why is VoidWhy.FEWER_PIECES:
        return _("Pieces were canceled after it was packed. Take them out, and scan the rest of them anew.")
    if told:
        return _("It goes to another address than when it was packed. Label %(label)s is void: take it off.") % told
    return _("It goes to another address than when it was packed. Its label is void: take it off.")


@register.filter
def open_time(span: timedelta) -> str:
    """Time that a place was open, in hours however many: a day of it would be misread as one of the calendar."""
    hours = round(span / timedelta(hours=1))
    return _("%(number)s h") % {"number": hours} if hours >= _MANY else write_duration(span)


@register.simple_tag
def parcel_code(number: str) -> SafeString:
    """The number of a parcel, to be scanned by its carrier."""
    return qr_code(number, _("Code of the parcel %(number)s") % {"number": number})


@register.inclusion_tag("core/_tag.html")
def stage_tag(clock: StageClock | None) -> dict[str, object]:
    """What something waits for and for how long, against what it may take."""
    if clock is None:
        return {"text": "", "tone": "", "icon": ""}
    told = {"stage": STAGES[clock.stage], "age": open_time(clock.age), "target": open_time(clock.target)}
    is_new = clock.age < timedelta(minutes=1)
    text = (_("%(stage)s within %(target)s") if is_new else _("%(stage)s for %(age)s of %(target)s")) % told
    if clock.is_overdue:
        return {"text": text, "tone": "bad", "icon": "alarm-clock"}
    return {"text": text if clock.is_open else _("%(text)s, closed now") % {"text": text}, "tone": "", "icon": "timer"}
