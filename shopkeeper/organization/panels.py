"""What the organization offers to others' pages: who a signed-in user is, and for which retailer the house works."""

from shopkeeper.core.actors import register_resolver
from shopkeeper.core.web import shell
from shopkeeper.organization.access import actor_of_user
from shopkeeper.organization.queries import get_retailer

register_resolver(actor_of_user)
shell.offer("retailer", lambda request, now: get_retailer())
