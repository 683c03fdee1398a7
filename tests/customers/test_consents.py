"""A merge never widens consent; what the known person says later replaces what lay in single records."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.rules.consents import Statement, decide, is_allowed

DAY = datetime(2026, 5, 4, tzinfo=UTC)
TILL, WEB = UUID(int=1), UUID(int=2)
GRANTED, DENIED, REVOKED = ConsentState.GRANTED, ConsentState.DENIED, ConsentState.REVOKED


def said(record: UUID | None, state: ConsentState, day: int) -> Statement:
    return Statement(record, state, DAY + timedelta(days=day))


@pytest.mark.parametrize(
    ("statements", "in_force"),
    [
        ([], None),
        ([said(WEB, GRANTED, 1)], GRANTED),
        ([said(WEB, GRANTED, 1), said(WEB, REVOKED, 2)], REVOKED),
        ([said(WEB, REVOKED, 1), said(WEB, GRANTED, 2)], GRANTED),
        ([said(TILL, REVOKED, 1), said(WEB, GRANTED, 9)], REVOKED),
        ([said(TILL, GRANTED, 9), said(WEB, DENIED, 1)], DENIED),
        ([said(TILL, REVOKED, 1), said(WEB, GRANTED, 2), said(None, GRANTED, 3)], GRANTED),
        ([said(None, GRANTED, 3), said(TILL, REVOKED, 4), said(WEB, GRANTED, 5)], REVOKED),
        ([said(None, GRANTED, 3), said(None, REVOKED, 4)], REVOKED),
    ],
)
def test_of_several_records_the_most_restrictive_statement_is_in_force(
    statements: list[Statement], in_force: ConsentState | None
) -> None:
    assert decide(statements) is in_force
    assert decide(reversed(statements)) is in_force


@pytest.mark.parametrize(
    ("purpose", "state", "allowed"),
    [
        (Purpose.MARKETING, None, False),
        (Purpose.MARKETING, GRANTED, True),
        (Purpose.MARKETING, REVOKED, False),
        (Purpose.SURVEY, None, True),
        (Purpose.SURVEY, GRANTED, True),
        (Purpose.SURVEY, DENIED, False),
        (Purpose.SERVICE, DENIED, True),
    ],
)
def test_marketing_needs_a_yes_and_a_survey_no_no(purpose: Purpose, state: ConsentState | None, allowed: bool) -> None:
    assert is_allowed(purpose, state) is allowed
