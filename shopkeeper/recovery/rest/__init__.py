"""REST routes of recovery."""

from ninja import Router

from shopkeeper.recovery.rest import cases, playbooks, remedies

router = Router()
router.add_router("", cases.router)
router.add_router("", remedies.router)
router.add_router("", playbooks.router)

__all__ = ["router"]
