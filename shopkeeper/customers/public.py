"""What others may use of the customer record."""

from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.forgetting import erase_unconfirmed
from shopkeeper.customers.actions.hearing import value_failed, value_held, value_tried
from shopkeeper.customers.actions.opt_ins import find_opt_in_letter
from shopkeeper.customers.actions.own_links import find_own_link_letter
from shopkeeper.customers.actions.requests import take_receipt_address
from shopkeeper.customers.actions.stubs import ensure_stub_records
from shopkeeper.customers.contracts import (
    ConsentState,
    CustomerCard,
    Purpose,
    RecordCard,
    RecordData,
)
from shopkeeper.customers.errors import CustomerNotFound, PersonErased
from shopkeeper.customers.facts import Held, compose_timeline, register_enclosures, register_facts, register_reach
from shopkeeper.customers.queries.consents import find_consent, find_contact_point, may_contact
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.erasures import has_erased_since
from shopkeeper.customers.queries.identity import (
    find_customer_by_number,
    find_customer_card,
    find_customer_of_record,
    find_record,
    get_customer_cards,
    ids_of,
    records_of,
    survivor_of,
    survivors_of,
)
from shopkeeper.customers.queries.likely import gather_likely_duplicate
from shopkeeper.customers.queries.own_pages import wants_quiet
from shopkeeper.customers.queries.requests import find_request_letter
from shopkeeper.customers.queries.search import register_finder, search_customers
from shopkeeper.customers.rules.traces import Traces
from shopkeeper.customers.rules.trust import ValueKind
from shopkeeper.customers.worth import register_worth

__all__ = [
    "ConsentState", "CustomerCard", "CustomerNotFound", "Held", "PersonErased", "Purpose", "RecordCard", "RecordData",
    "Traces", "ValueKind", "compose_timeline", "ensure_stub_records", "erase_unconfirmed",
    "find_consent", "find_contact_point",
    "find_customer_by_number", "find_customer_card", "find_customer_of_record", "find_opt_in_letter",
    "find_own_link_letter", "find_record", "find_request_letter", "gather_likely_duplicate", "get_customer_cards", "has_erased_since",
    "ids_of", "may_contact", "name_deciders", "record_person", "records_of", "register_enclosures", "register_facts", "register_finder", "register_reach",
    "register_worth", "search_customers", "survivor_of", "survivors_of",
    "take_receipt_address", "value_failed", "value_held", "value_tried",
    "wants_quiet",
]  # fmt: skip
