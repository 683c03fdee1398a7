"""Requests of people about their data: until when they are settled, and what may still be done with one."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

MONTHS, MONTHS_MORE = 1, 2
"""Article 12(3) of the GDPR: a month, and two more where somebody says why."""
DOWNLOAD_FOR = timedelta(days=7)


class RequestKind(StrEnum):
    """What people may ask for."""

    ACCESS = "access"
    PORTABILITY = "portability"
    CORRECTION = "correction"
    ERASURE = "erasure"


class RequestOutcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    REFUSED = "refused"


EXPORTS = (RequestKind.ACCESS, RequestKind.PORTABILITY)


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request as others know it."""

    id: UUID
    customer_id: UUID
    customer_number: str
    customer_name: str
    kind: RequestKind
    wish: str
    asked_at: datetime
    asked_by: str
    due_on: date
    checked_at: datetime | None
    check_reason: str
    extended_at: datetime | None
    extension_reason: str
    settled_at: datetime | None
    outcome: str
    reason: str
    download_until: datetime | None


@dataclass(frozen=True, slots=True)
class RequestLetter:
    """What the person is sent about their request: `about` says which text."""

    customer_id: UUID
    about: str
    contact_point: str
    values: dict[str, str]


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
