"""What is done about each kind of fault: the versions in force, and those before."""

from django.db.models import Prefetch, QuerySet

from shopkeeper.recovery.contracts import Fault
from shopkeeper.recovery.models import Episode, Playbook, PlaybookStep

_STEPS = Prefetch("steps", queryset=PlaybookStep.objects.order_by("position"))


def list_in_force() -> list[Playbook]:
    """One playbook for each fault, with its steps."""
    order = {fault: place for place, fault in enumerate(Fault)}
    return sorted(_with_steps().filter(ends_at=None), key=lambda row: order[Fault(row.fault)])


def find_example(fault: Fault) -> Episode | None:
    """The newest harm of this kind of somebody with a name, to show words as they would be said."""
    named = Episode.objects.filter(fault=fault).exclude(customer__profile__name="")
    joined = named.select_related("order", "outlet", "customer__profile").prefetch_related("signals")
    return joined.order_by("-last_at").first()


def list_versions(fault: Fault) -> list[Playbook]:
    """All versions of a fault's playbook with their steps, the newest first."""
    return list(_with_steps().filter(fault=fault).order_by("-version"))


def _with_steps() -> "QuerySet[Playbook]":
    return Playbook.objects.prefetch_related(_STEPS)
