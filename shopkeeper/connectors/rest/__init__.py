"""REST routes of the connectors."""

from ninja import Router

from shopkeeper.connectors.rest import imports, webhooks

router = Router()
imports.add_to(router)
webhooks.add_to(router)
