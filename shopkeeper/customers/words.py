"""What speaks for and against one person, in words that a clerk can read out."""

from django.utils.translation import gettext_noop as _

from shopkeeper.customers.contracts import Outdated, Purpose
from shopkeeper.customers.rules.consents import Ground
from shopkeeper.customers.rules.households import Sign
from shopkeeper.customers.rules.survivorship import Rule
from shopkeeper.customers.rules.trust import ValueKind
from shopkeeper.engines.linkage import CONTRADICTED, TOO_BARE

OUTDATED = {
    Outdated.OLD: _("Worked out more than a week ago: look again before switching it on."),
    Outdated.RECORDS: _("A twentieth of the records came or went since: look again before switching it on."),
    Outdated.MODEL: _("Another model, or another “sure”, came since: look again before switching it on."),
}

WORDS = {
    ("given", "same"): _("same first name"),
    ("given", "short_form"): _("a short form of the first name"),
    ("given", "other_form"): _("first names that may be forms of one"),
    ("given", "crossed"): _("first and family name in each other's place"),
    ("given", "another"): _("another first name, which is a name of its own"),
    ("given", "slip"): _("first name with a slip"),
    ("given", "alike"): _("a similar first name"),
    ("given", "other"): _("another first name"),
    ("initial", "same"): _("same initial"),
    ("initial", "other"): _("another initial"),
    ("middle", "same"): _("same middle name"),
    ("middle", "initial"): _("same initial of the middle name"),
    ("middle", "other"): _("another middle name"),
    ("family", "same"): _("same family name"),
    ("family", "slip"): _("family name with a slip"),
    ("family", "former"): _("a former family name in the mailbox"),
    ("family", "part"): _("part of the family name"),
    ("family", "alike"): _("a similar family name"),
    ("family", "other"): _("another family name"),
    ("born", "same"): _("same date of birth"),
    ("born", "turned"): _("date of birth with day and month turned"),
    ("born", "slip"): _("date of birth with a slip"),
    ("born", "two_parts"): _("date of birth that differs in one part"),
    ("born", "year"): _("date of birth in the same year"),
    ("born", "impossible"): _("a date of birth that cannot be"),
    ("born", "other"): _("another date of birth"),
    ("generation", "same"): _("same generation"),
    ("generation", "other"): _("another generation"),
    ("email", "same"): _("same e-mail address"),
    ("email", "mailbox"): _("same mailbox at another provider"),
    ("email", "slip"): _("e-mail address with a slip"),
    ("email", "named"): _("mailbox of the same name"),
    ("email", "other"): _("another e-mail address"),
    ("phone", "same"): _("same telephone"),
    ("phone", "slip"): _("telephone with a slip"),
    ("phone", "other"): _("another telephone"),
    ("card", "same"): _("same card"),
    ("card", "neighbor"): _("card numbers that follow each other"),
    ("card", "slip"): _("card number with a slip"),
    ("card", "other"): _("another card"),
    ("street", "same"): _("same street and number"),
    ("street", "slip"): _("same house number, street with a slip"),
    ("street", "street"): _("same street"),
    ("street", "number"): _("same house number in a similar street"),
    ("street", "other"): _("another street"),
    ("area", "same"): _("same town and postcode"),
    ("area", "postcode"): _("same postcode"),
    ("area", "slip"): _("postcode with a slip"),
    ("area", "city"): _("same town"),
    ("area", "near"): _("a similar town or postcode"),
    ("area", "district"): _("same district"),
    ("area", "other"): _("another town"),
    ("gender", "same"): _("same gender"),
    ("gender", "other"): _("another gender"),
    ("birth_place", "same"): _("same birth place"),
    ("birth_place", "slip"): _("birth place with a slip"),
    ("birth_place", "other"): _("another birth place"),
    ("occupation", "same"): _("same occupation"),
    ("occupation", "alike"): _("a similar occupation"),
    ("occupation", "other"): _("another occupation"),
    TOO_BARE: _("nothing but the name"),
    CONTRADICTED: _("a contradiction, for people to judge"),
}

DETAIL_LEVELS = {"same": _("same %(what)s"), "alike": _("a similar %(what)s"), "other": _("another %(what)s")}
"""Of a column that may hold anything."""

ATTRIBUTES = {
    "name": _("Name"),
    "born_on": _("Date of birth"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "card_number": _("Card"),
    "street": _("Street"),
    "city": _("Lives in"),
    "language": _("Language"),
    "address": _("Address"),
    "gender": _("Gender"),
    "birth_place": _("Born in"),
    "occupation": _("Occupation"),
    "detail_1": _("First detail"),
    "detail_2": _("Second detail"),
    "detail_3": _("Third detail"),
}
PARTS = {
    **ATTRIBUTES, "street": _("Street and number"), "city": _("Town"), "postcode": _("Postcode"),
    "region": _("Region"), "country": _("Country"),
}  # fmt: skip
MATCHED = {
    "card_number": _("card number"), "email": _("e-mail address"), "phone": _("telephone"),
    "given_name": _("first name"), "family_name": _("family name"), "born_on": _("date of birth"),
    "street": _("street and number"), "postcode": _("postcode"), "city": _("town"), "birth_place": _("birth place"),
    "occupation": _("occupation"), "detail_1": _("first detail"), "detail_2": _("second detail"),
    "detail_3": _("third detail"),
}  # fmt: skip
"""What a matching rule may ask for, as it stands in a sentence."""
VALUE_KINDS = {
    ValueKind.EMAIL: _("e-mail addresses"),
    ValueKind.PHONE: _("telephone numbers"),
    ValueKind.ADDRESS: _("postal addresses"),
}
RULES = {
    Rule.RECENT: _("The most recent"),
    Rule.SOURCE: _("By source, in an order"),
    Rule.FREQUENT: _("What most records say"),
    Rule.VERIFIED: _("Proven by the customer first"),
    Rule.DECLARED: _("Typed by the customer first"),
    Rule.ALL: _("The most recent, the others kept beside it"),
}
_MOST = 0.9999
"""Nobody is surer of a person than this, whatever the arithmetic says."""


def write_sure(probability: float) -> str:
    """How sure one is, as a share: `91%`; never wholly sure, never wholly unsure."""
    shown = min(max(probability, 1 - _MOST), _MOST)
    digits = 0 if 0.1 <= shown <= 0.99 else 2 if shown < 0.01 or shown > 0.99 else 1
    return f"{shown:.{digits}%}"


BLOCKING = {
    "email": _("the same e-mail address"),
    "phone": _("the same telephone"),
    "card": _("the same card"),
    "box": _("the same mailbox, whatever the provider"),
    "born_family": _("the same date of birth, a family name that sounds alike"),
    "born_given": _("the same date of birth, a first name that sounds alike"),
    "name": _("the same first and family name"),
    "former": _("the same first name, the family name or a former one"),
    "family_area": _("a family name that sounds alike, the same postcode"),
    "given_area": _("a first name that sounds alike, the same postcode"),
    "address": _("the same house number, a street that begins alike"),
    "born": _("the same date of birth"),
    "family_birth": _("a family name that sounds alike, the same birth place"),
    "family_trade": _("a family name that sounds alike, the same occupation"),
    "given_birth": _("a first name that sounds alike, the same birth place and decade"),
    "given_trade": _("a first name that sounds alike, the same occupation and decade"),
    "sounds_year": _("names that sound alike, the same year of birth"),
    "sounds": _("names that sound alike"),
    "family": _("the same family name"),
    "sounds_district": _("names that sound alike, the same district"),
    "family_year": _("a family name that sounds alike, the same initial and year of birth"),
    "given_day": _("first names that begin alike, the same birthday and district"),
    "family_day": _("family names that begin alike, the same birthday"),
    "starts_year": _("names that begin alike, the same decade of birth"),
}
"""Blocking rules: two records that share one of these are compared."""

SHARED_VALUES = {
    "email": _("e-mail address"),
    "phone_and_name": _("telephone number"),
    "card": _("card number"),
    "person_key": _("key of a person"),
}
"""Kinds of values by which records are found to be one person."""

HOUSEHOLD_SIGNS = {
    Sign.FAMILY_NAME: _("the same family name"),
    Sign.PHONE: _("the same telephone"),
    Sign.EMAIL: _("the same e-mail address"),
}
"""What people behind one door share."""

PURPOSE_WORDS = {Purpose.MARKETING: _("Offers"), Purpose.SURVEY: _("Surveys")}
CHANNEL_WORDS = {"email": _("by e-mail"), "sms": _("by text message")}
WAYS = {**CHANNEL_WORDS, "phone": _("by telephone"), "letter": _("by letter"), "": _("by any channel")}
"""Every way that a statement may be about, those by which nothing is sent from here too."""
CONSENT_GROUNDS = {
    Ground.RESTRICTIVE: _("The refusal counts"),
    Ground.OWN_WORD: _("They told us themselves"),
    Ground.BRANDS: _("Each brand for itself"),
}
"""Why one of several answers counts, in a word and in a sentence."""
CONSENT_REASONS = {
    Ground.RESTRICTIVE: _("The refusal counts until they tell us themselves."),
    Ground.OWN_WORD: _("They told us themselves, after all others."),
    Ground.BRANDS: _("Each answer counts for its brand; where none is named, the refusal."),
}
