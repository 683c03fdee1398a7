"""How good the customer record is, as figures with their targets and who answers for them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Figure, Link
from shopkeeper.customers.queries.quality import Quality, RecordQuality, measure_record
from shopkeeper.organization.public import Role

PRECISE, COMPLETE, REACHABLE, QUEUE_DAYS, NEEDED = 0.98, 0.90, 0.60, 7.0, 30
"""Targets. A wrong join shows one customer's purchases to another, so precision is asked for before completeness."""


def list_own_figures(*, by: Actor, now: datetime) -> list[Figure]:
    """For the morning of whoever is the steward of the record; nothing for others."""
    return _figures_of_record(measure_record(), now=now) if str(Role.DATA_STEWARD) in by.roles else []


def list_figures(quality: Quality, *, now: datetime) -> list[Figure]:
    """Each figure with its target and who answers for it."""
    reach = quality.reach
    reachable = Figure(
        label=_("Marketing may reach them"), value=reach.share if reach else None, unit="share", better="up",
        target=REACHABLE, n=reach.people if reach else None, n_word=_("people"), owner=_("Marketing manager"),
        as_of=reach.counted_at if reach else None,
    )  # fmt: skip
    return [*_figures_of_record(quality, now=now), reachable]


def _figures_of_record(quality: RecordQuality, *, now: datetime) -> list[Figure]:
    steward, judged = _("Data steward"), quality.judgment
    told, waits = _("pairs decided by people"), ngettext("pair waits", "pairs wait", quality.waiting.pairs)
    return [
        Figure(
            label=_("Records of people known"), value=quality.consolidation, unit="share", owner=steward,
            n=quality.records, as_of=quality.counted_at,
        ),
        Figure(
            label=_("Right when the model joins"), value=judged.precision, unit="share", better="up", target=PRECISE,
            n=judged.found + judged.confused, needed=NEEDED, n_word=told, owner=steward,
        ),
        Figure(
            label=_("Duplicates found"), value=judged.recall, unit="share", better="up", target=COMPLETE,
            n=judged.found + judged.missed, needed=NEEDED, n_word=told, owner=steward,
        ),
        Figure(
            label=_("Oldest pair waits"), value=round(quality.queue_days(now), 1), unit="days", better="down",
            target=QUEUE_DAYS, n=quality.waiting.pairs, n_word=waits, owner=steward,
            action=Link(_("Judge them"), reverse("customers:duplicates")) if quality.waiting.pairs else None,
        ),
    ]  # fmt: skip
