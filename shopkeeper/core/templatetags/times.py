"""Times as other systems wrote them: `{% load times %}`."""

from datetime import datetime

from django import template

from shopkeeper.core import words

register = template.Library()


@register.filter
def local(moment: datetime | None) -> datetime | None:
    """What `date` is given instead of such a time: by itself it fails at either end of the calendar."""
    return words.find_local(moment).replace(tzinfo=None) if moment else None
