"""The rows of the customer record."""

from shopkeeper.customers.models.golden import NameWord, Pin, PinQuerySet, Profile, Survivorship
from shopkeeper.customers.models.matching_rules import MatchingRule, RuleKey
from shopkeeper.customers.models.privacy import ContactChoice, OptIn, OptInRule, OwnLink, PrivacyRequest
from shopkeeper.customers.models.questions import HouseholdPair, Proposal
from shopkeeper.customers.models.records import (
    BlockingKey,
    Consent,
    Customer,
    Dialing,
    Distinction,
    ErasedContact,
    ErasedKey,
    Erasure,
    FormerVersion,
    Link,
    MatchingModel,
    MatchKey,
    Merge,
    RelinkRun,
    SharedValue,
    SourceRecord,
    StandardForm,
)
from shopkeeper.customers.models.relations import Relation
from shopkeeper.customers.models.trust import SourcePlace, SourceTrust, ValueTrial

__all__ = [
    "BlockingKey",
    "Consent",
    "ContactChoice",
    "Customer",
    "Dialing",
    "Distinction",
    "ErasedContact",
    "ErasedKey",
    "Erasure",
    "FormerVersion",
    "HouseholdPair",
    "Link",
    "MatchKey",
    "MatchingModel",
    "MatchingRule",
    "Merge",
    "NameWord",
    "OptIn",
    "OptInRule",
    "OwnLink",
    "Pin",
    "PinQuerySet",
    "PrivacyRequest",
    "Profile",
    "Proposal",
    "Relation",
    "RelinkRun",
    "RuleKey",
    "SharedValue",
    "SourcePlace",
    "SourceRecord",
    "SourceTrust",
    "StandardForm",
    "Survivorship",
    "ValueTrial",
]
