"""What recovery does when something happens below: somebody left, a promise broke, money was decided about."""

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.orders.events import RefundDecided, RefundTakenBack
from shopkeeper.organization.events import RoleEnded
from shopkeeper.promises.events import PromiseBroken
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.owners import reassign_orphans
from shopkeeper.recovery.actions.remedies import free_remedy, settle_remedy


@on(RoleEnded)
def give_to_others(heard: Announcement) -> None:
    """What somebody who left has owned goes to others at once."""
    reassign_orphans(by=system_actor("organization.role_ended"), now=clock.now())


@on(RefundDecided)
def settle(heard: Announcement) -> None:
    """What a second person decided about money holds for the remedy that it belongs to."""
    decided = heard.event
    by = system_actor("orders.refund_decided")
    settle_remedy(refund_id=decided.refund_id, agreed=decided.approved, by=by, now=clock.now())


@on(RefundTakenBack)
def free(heard: Announcement) -> None:
    """What was given back by mistake is in the month's budget again."""
    by = system_actor("orders.refund_taken_back")
    free_remedy(refund_id=heard.event.refund_id, by=by, now=clock.now())


@on(PromiseBroken)
def take_on(heard: Announcement) -> None:
    """A broken promise is noticed within moments, and a case opened where the team can carry it."""
    by, now = system_actor("promises.promise_broken"), clock.now()
    notice_harm(by=by, now=now)
    open_due_cases(by=by, now=now)
