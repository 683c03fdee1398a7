"""REST routes of the connectors."""

from ninja import Router

from shopkeeper.connectors.rest import bodies, imports, webhooks

router = Router()
imports.add_to(router)
webhooks.add_to(router)
bodies.add_to(router)
