"""What the organization offers to others' pages: who a signed-in user is."""

from shopkeeper.core.actors import register_resolver
from shopkeeper.organization.access import actor_of_user

register_resolver(actor_of_user)
