"""Why a row was refused, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.connectors.contracts import EndpointState, RunState
from shopkeeper.core.intake import CanonicalTable

_GENERAL = {
    "missing": gettext_noop("“%(column)s” is empty."),
    "unreadable": gettext_noop("“%(column)s” cannot be read as %(kind)s."),
    "unknown_code": gettext_noop("“%(column)s” is none of %(codes)s."),
    "unknown_outlet": gettext_noop("There is no such outlet. Import the outlets first, or mend “%(column)s”."),
    "unknown_line": gettext_noop("There is no such order line. Import the order lines first, or mend “%(column)s”."),
    "too_long": gettext_noop("“%(column)s” is too long."),
    "too_large": gettext_noop("“%(column)s” is too large to be true."),
    "negative": gettext_noop("“%(column)s” is below zero."),
    "wrong_number_of_columns": gettext_noop("The row has more or fewer columns than the header."),
}
STATES = {
    RunState.DRAFT: gettext_noop("draft"),
    RunState.WAITING: gettext_noop("waiting"),
    RunState.RUNNING: gettext_noop("running"),
    RunState.INTERRUPTED: gettext_noop("interrupted"),
    RunState.FAILED: gettext_noop("stopped"),
    RunState.FINISHED: gettext_noop("finished"),
}
TONES = {
    RunState.RUNNING: "deep",
    RunState.INTERRUPTED: "warn",
    RunState.FAILED: "bad",
    RunState.FINISHED: "good",
}
ENDPOINT_STATES = {
    EndpointState.HEALTHY: gettext_noop("working"),
    EndpointState.FAILING: gettext_noop("tried again"),
    EndpointState.PAUSED: gettext_noop("paused"),
    EndpointState.SILENT: gettext_noop("paused: nobody answered"),
}
ENDPOINT_TONES = {
    EndpointState.HEALTHY: "good",
    EndpointState.FAILING: "warn",
    EndpointState.PAUSED: "",
    EndpointState.SILENT: "bad",
}
MODULES = {
    "accounts": gettext_noop("Companies"),
    "campaigns": gettext_noop("Campaigns"),
    "catalog": gettext_noop("Products and prices"),
    "connectors": gettext_noop("Imports and webhooks"),
    "core": gettext_noop("Decisions of the house"),
    "customers": gettext_noop("Customers and consents"),
    "delivery": gettext_noop("Parcels and carriers"),
    "feedback": gettext_noop("Feedback"),
    "improvement": gettext_noop("Problems and measures"),
    "insight": gettext_noop("Metrics and causes"),
    "interactions": gettext_noop("Contacts and visits"),
    "inventory": gettext_noop("Stock"),
    "messages": gettext_noop("Mail and messages"),
    "orders": gettext_noop("Orders, pick-ups and returns"),
    "organization": gettext_noop("Outlets and people who work here"),
    "payments": gettext_noop("Payments"),
    "pricing": gettext_noop("Price lists"),
    "promises": gettext_noop("Promises"),
    "recovery": gettext_noop("Cases"),
}
"""What each module announces, in the words of those who choose what another system is told of."""
_KINDS = {
    "bigint": gettext_noop("a whole number"),
    "numeric": gettext_noop("a number"),
    "boolean": gettext_noop("yes or no"),
    "date": gettext_noop("a day"),
    "timestamptz": gettext_noop("a day and time"),
    "text": gettext_noop("a text"),
}


def list_general_reasons() -> list[tuple[str, str]]:
    """Every reason that any table may have, with its sentence about a column called so."""
    facts = {"column": _("column"), "kind": _("its kind"), "codes": _("its codes")}
    return [(code, _(sentence) % facts) for code, sentence in _GENERAL.items()]


def reason_in_words(code: str, column: str, table: CanonicalTable) -> str:
    """A sentence for a refusal."""
    found = next((c for c in table.all_columns if c.name == column), None)
    facts = {
        "column": column,
        "kind": _(_KINDS[found.type]) if found else "",
        "codes": ", ".join(found.codes) if found else "",
    }
    sentence = table.refusals.get(code) or _GENERAL.get(code)
    return _(sentence) % facts if sentence else code
