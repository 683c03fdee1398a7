"""A customer's own page: how long its link works, how often one is sent, what may be chosen there."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

WORKS_FOR = timedelta(hours=48)
SPAN = timedelta(hours=1)
MOST_A_PERSON = 3
"""Links to one person in `SPAN`: a form that is sent again and again fills nobody's mailbox."""
MOST_FROM_OUTSIDE = 300
"""Links in `SPAN` that people ask for from outside, all together."""
QUIET_DAYS = (30, 90, 365)
CHANNELS = ("email", "sms", "phone", "letter")


@dataclass(frozen=True, slots=True)
class OwnLinkLetter:
    """What the person is sent, and where to: the link works for `hours`."""

    customer_id: UUID
    name: str
    channel: str
    contact_point: str
    link: str
    hours: int


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be reached, and until which day not at all."""

    preferred_channel: str = ""
    quiet_until: date | None = None

    def is_quiet(self, *, on: date) -> bool:
        """Whether offers and surveys have to wait."""
        return self.quiet_until is not None and on < self.quiet_until
