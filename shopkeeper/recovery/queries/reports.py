"""A whole case as plain values, for machines."""

from datetime import datetime
from typing import Any

from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.models import Apology, Case, Playbook
from shopkeeper.recovery.queries.budgets import get_room
from shopkeeper.recovery.queries.cases import card_of, names_of, step_cards, whole
from shopkeeper.recovery.queries.teams import plan_of


def describe(case: Case, *, now: datetime) -> dict[str, Any]:
    """The case with its steps, signals, apology and remedies, and what its team may still give this month."""
    row = whole(Case.objects.filter(pk=case.pk)).get()
    names = names_of([row.customer_id])
    apology = Apology.objects.filter(case=row).select_related("employee").first()
    return {
        "case": card_of(row, names),
        "steps": step_cards(row, names.get(row.customer_id, "")),
        "signals": list(row.episode.signals.values("kind", "ref", "occurred_at", "size", "points")),
        "silent": row.episode.silent,
        "apology": _sorry(apology) if apology else None,
        "remedies": list(row.remedies.values("id", "kind", "amount", "currency", "state", "asked_at")),
        "room": get_room(Team(row.role, row.team_outlet_id), now=now),
    }


def _sorry(apology: Apology) -> dict[str, Any]:
    return {
        "by": apology.employee.name, "channel": apology.channel, "due_at": apology.due_at,
        "sent_at": apology.sent_at, "text": apology.text,
    }  # fmt: skip


def describe_playbook(row: Playbook) -> dict[str, Any]:
    """A version of a playbook with its steps."""
    return {
        "fault": row.fault, "name": row.name, "version": row.version, "starts_at": row.starts_at,
        "steps": [plan_of(step) for step in row.steps.all()],
    }  # fmt: skip
