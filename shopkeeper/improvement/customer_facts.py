"""What improvement holds of a person: which problems touched them."""

from django.utils.translation import gettext_noop

from shopkeeper.customers.public import Held, register_facts
from shopkeeper.improvement.models import Affected

register_facts(
    "improvement",
    held=[Held(model=Affected, label=gettext_noop("Known problems"), at="at")],
    permission="improvement.view_problems",
)
