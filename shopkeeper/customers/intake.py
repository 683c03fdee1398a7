"""The canonical tables that the customer record takes from files."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    CanonicalTable,
    ColumnType,
    IntakeColumn,
    Reference,
    Staged,
    register,
    register_cleaner,
    register_reference,
)
from shopkeeper.core.setwise import execute
from shopkeeper.customers.actions.arrivals import load_records
from shopkeeper.customers.actions.cleaning import forget_erased, resolve_erased
from shopkeeper.customers.actions.consents import load_consents
from shopkeeper.customers.actions.stubs import ensure_stub_records
from shopkeeper.customers.contracts import CHANNELS
from shopkeeper.customers.queries.telling import list_labels

TEXT, INSTANT = ColumnType.TEXT, ColumnType.INSTANT

_NAMED = [
    IntakeColumn("source_key", TEXT, _("The record's own key in its source."), required=True),
    IntakeColumn("source", TEXT, _("The system it comes from, where that differs from the run's.")),
]

_PEOPLE = [
    *_NAMED,
    IntakeColumn("person_key", TEXT, _("The source's own key of the person, where several of its records share one.")),
    IntakeColumn("given_name", TEXT, _("First name.")),
    IntakeColumn("family_name", TEXT, _("Family name.")),
    IntakeColumn("full_name", TEXT, _("The whole name, where the source does not part it.")),
    IntakeColumn("email", TEXT, _("E-mail address, as typed.")),
    IntakeColumn("phone", TEXT, _("Telephone number, as typed.")),
    IntakeColumn("card_number", TEXT, _("Number of the loyalty card.")),
    IntakeColumn("born_on", ColumnType.DATE, _("Date of birth; left out where it is no day."), lenient=True),
    IntakeColumn("language", TEXT, _("The language the person reads, such as en or pt-br.")),
    IntakeColumn("street", TEXT, _("Street and house number.")),
    IntakeColumn("city", TEXT, _("Town.")),
    IntakeColumn("postcode", TEXT, _("Postcode.")),
    IntakeColumn("region", TEXT, _("State, county or region.")),
    IntakeColumn("country", TEXT, _("Country, two letters.")),
    IntakeColumn("middle_name", TEXT, _("Middle name or initial; it may as well stand in the other names.")),
    IntakeColumn("gender", TEXT, _("Gender, in any words; compared, never asked for.")),
    IntakeColumn("birth_place", TEXT, _("Where the person was born.")),
    IntakeColumn("occupation", TEXT, _("What the person does for a living.")),
    *(
        IntakeColumn(f"detail_{n}", TEXT, _("Anything else that seldom changes, the same thing in every source."))
        for n in (1, 2, 3)
    ),
    IntakeColumn("published_at", INSTANT, _("When the source gave the record out.")),
    IntakeColumn("changed_at", INSTANT, _("When the record was changed last; the latest value wins.")),
]

_CONSENTS = [
    *_NAMED,
    IntakeColumn("customer_key", TEXT, _("The record of the person who spoke."), required=True),
    IntakeColumn("brand", TEXT, _("For which brand; empty for all.")),
    IntakeColumn("purpose", TEXT, _("What for."), required=True, codes=("marketing", "survey", "service")),
    IntakeColumn("channel", TEXT, _("How; empty for all."), codes=CHANNELS),
    IntakeColumn("contact_point", TEXT, _("To which address or number; empty for all.")),
    IntakeColumn("state", TEXT, _("What was said."), required=True, codes=("granted", "denied", "revoked")),
    IntakeColumn("text_version", TEXT, _("Which wording was shown.")),
    IntakeColumn("proof", TEXT, _("Where the proof lies.")),
    IntakeColumn("occurred_at", INSTANT, _("When it was said."), required=True),
]


_ROWS_AT_ONCE = 10_000
"""Rows about people in one transaction: until it ends nobody else decides who is who (decision 67)."""


@action
def resolve_customers(*, keys: str, by: Actor, now: datetime) -> None:
    """Customers by the key of one of their records; of somebody who was erased, no more than that."""
    staged = Staged(table=keys, source="", run_id="", first=0, last=1)
    people = ensure_stub_records(staged=staged, column="key", by=by, now=now)
    execute(
        f"UPDATE {keys} k SET id = p.customer_id, record_id = p.record_id FROM {people} p"
        " WHERE p.source = k.source AND p.key = k.key"
    )
    resolve_erased(keys)


register_cleaner(forget_erased)
register_reference(
    Reference("customer", resolve_customers, fields={"id": "uuid", "record_id": "uuid"}, most_at_once=_ROWS_AT_ONCE)
)
register(
    CanonicalTable(
        name="customers",
        description=_("People as one system knows them: till, web shop, loyalty program, contact center."),
        columns=_PEOPLE,
        order=5,
        load=load_records,
        fills="customers_sourcerecord",
        list_labels=list_labels,
        refusals={
            "erased": _("This person was erased; the record stays out."),
            "erased_contact": _(
                "Somebody with this address or number was erased, and the row does not say that it is newer; it stays "
                "out until changed_at says so."
            ),
        },
        tells=(_("Who your customers are, and which records are one person"),),
    )
)
register(
    CanonicalTable(
        name="consents",
        description=_("What people allowed or refused, statement by statement."),
        columns=_CONSENTS,
        order=6,
        load=load_consents,
        fills="customers_consent",
        most_at_once=_ROWS_AT_ONCE,
        refusals={"erased": _("This person was erased; the statement stays out.")},
        tells=(_("Whom you may write to, and who was written to against their word"),),
    )
)
