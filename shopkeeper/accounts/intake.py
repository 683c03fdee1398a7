"""What imports bring of the accounts: companies that buy."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.accounts.models import Company
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import TEXT, CanonicalTable, IntakeResult, Reference, Staged, register, register_reference
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_or_stub
from shopkeeper.core.setwise import upsert

_TEXTS = ("number", "email", "phone", "city", "postcode", "country")


@action
def load_companies(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Companies that buy."""
    return upsert(staged, Company, {"name": "s.name", **{name: f"s.{name}" for name in _TEXTS}}, now=now)


@action
def resolve_companies(*, keys: str, by: Actor, now: datetime) -> None:
    """Companies by their key."""
    resolve_or_stub(keys, Company, {"name": "k.key"}, now=now)


register_reference(Reference("company", resolve_companies))
register(
    CanonicalTable(
        "companies",
        _("Business customers."),
        (
            Column("number", TEXT, _("The customer number that people use.")),
            Column("name", TEXT, _("The company's name."), required=True),
            Column("email", TEXT, _("Its general address.")),
            Column("phone", TEXT, _("Its phone.")),
            Column("city", TEXT, _("Its town.")),
            Column("postcode", TEXT, _("Its postcode.")),
            Column("country", TEXT, _("Its country, as GB.")),
        ),
        60,
        load_companies,
        fills="accounts_company",
        tells=(_("how business customers fare beside private ones"),),
    )
)
