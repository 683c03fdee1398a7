"""What the payments hold of a person: store credit."""

from django.utils.translation import gettext_noop

from shopkeeper.customers.public import Held, register_facts
from shopkeeper.payments.models import StoredValue

register_facts(
    "payments", held=[Held(model=StoredValue, label=gettext_noop("store credit"), at="issued_at", record="")]
)
