"""Every way in which the customer record refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal
from shopkeeper.customers.errors.models import (
    EffectOfOtherRecords as EffectOfOtherRecords,
)
from shopkeeper.customers.errors.models import (
    EffectOutdated as EffectOutdated,
)
from shopkeeper.customers.errors.models import (
    EffectTooOld as EffectTooOld,
)
from shopkeeper.customers.errors.models import (
    EffectUnknown as EffectUnknown,
)
from shopkeeper.customers.errors.models import (
    EffectUnseen as EffectUnseen,
)
from shopkeeper.customers.errors.models import (
    ModelCameBetween as ModelCameBetween,
)
from shopkeeper.customers.errors.models import (
    ModelNotFound as ModelNotFound,
)
from shopkeeper.customers.errors.models import (
    NoModel as NoModel,
)


class CustomerNotFound(NotFound):
    """There is no such customer, or the person was erased."""

    code = "customer_not_found"
    message = sentence("There is no customer “%(key)s” that you can see.")


class ImportUnderWay(Refusal):
    """Nobody decides who is who in the seconds in which a file is taken."""

    code = "import_under_way"
    message = sentence("Customers are being imported just now. Nothing was changed; try again in a moment.")
    status = 503


class AlreadyOne(Refusal):
    """The two customers are one already."""

    code = "already_one"
    message = sentence("These two are one customer already.")


class KeptApart(Refusal):
    """Somebody decided that the two are different people."""

    code = "kept_apart"
    message = sentence("%(who)s decided that these are two people. Withdraw that decision first.")


class NotMerged(Refusal):
    """There is no merge to undo."""

    code = "not_merged"
    message = sentence("This customer is not merged into another one.")


class WholeCustomer(Refusal):
    """All records of a customer cannot be given to a new one."""

    code = "whole_customer"
    message = sentence("At least one record has to stay. Choose only the records that belong to somebody else.")


class PersonErased(Refusal):
    """The person was erased and must not come back."""

    code = "person_erased"
    message = sentence("This person was erased; the record stays out.")
    status = 410


class ErasedContactTold(Refusal):
    """Somebody with this address or number was erased, and nothing says that the record is newer."""

    code = "erased_contact"
    message = sentence(
        "Somebody with this address or number was erased, and this record does not say that it is newer: it stays out. "
        "If they have become a customer again, hand it over with the time of its change."
    )
    status = 410


class RelationNotFound(NotFound):
    """There is no such relation of this customer."""

    code = "relation_not_found"
    message = sentence("There is no such relation of this customer.")


class RelationIncomplete(Refusal):
    """A relation needs another person, or a company, and not oneself."""

    code = "relation_incomplete"
    message = sentence("Choose another customer, or write the company's name.")
    status = 422


class HouseholdNotFound(NotFound):
    """There is no such suggestion."""

    code = "household_not_found"
    message = sentence("This household waits no more: it was decided, or who was in it was joined or moved.")


class HouseholdTooSmall(Refusal):
    """Nobody lives together with nobody."""

    code = "household_too_small"
    message = sentence("Leave at least two people ticked, or say that they do not live together.")
    status = 422


class ProposalNotFound(NotFound):
    """There is no such pair."""

    code = "proposal_not_found"
    message = sentence("There is no pair “%(key)s” to decide about.")


class AlreadySettled(Refusal):
    """Somebody was quicker, or the records changed."""

    code = "already_settled"
    message = sentence("This was decided in the meantime. The next one is shown.")


class NothingToUndo(Refusal):
    """The decision was taken back, or something was decided on top of it."""

    code = "nothing_to_undo"
    message = sentence("This decision cannot be taken back here any more. Look at the records of the two.")


class UnknownChannel(Refusal):
    """A consent names a way on which nothing is sent, so that it would be in force nowhere."""

    code = "unknown_channel"
    message = sentence("“%(channel)s” is no channel. Say one of these, or none for all: %(known)s.")
    status = 422


class ChannelNeeded(Refusal):
    """A yes that has to be confirmed names one channel, since each is confirmed by itself."""

    code = "channel_needed"
    message = sentence("Say by which channel: this yes has to be confirmed by the customer, each channel by itself.")
    status = 422


class NoContactPoint(Refusal):
    """There is no address or number to write to."""

    code = "no_contact_point"
    message = sentence("No address or number of this customer is known for this. Write it down first.")
    status = 422


class ContactPointUnknown(Refusal):
    """We only write to addresses and numbers that one of the person's records has."""

    code = "contact_point_unknown"
    message = sentence("None of this customer's records has this address or number. Hand over a record with it first.")
    status = 422


class LinkClosed(Refusal):
    """A link of a customer is not ours, was overtaken or is too old."""

    code = "link_closed"
    message = sentence("This link does not work any more. Ask for a new one where you got it.")
    status = 410


class RuleNotOffered(Refusal):
    """There is no such attribute, or the rule makes no sense for it."""

    code = "rule_not_offered"
    message = sentence("This rule cannot be chosen here. Choose one from the list.")
    status = 422


class SourcesMissing(Refusal):
    """The rule goes by sources and none is named."""

    code = "sources_missing"
    message = sentence("Name at least one source that this rule goes by.")
    status = 422


class ContactPointShared(Refusal):
    """Whoever reads the mail of this address would see another person's data."""

    code = "contact_point_shared"
    message = sentence("Several customers share this address, so no link is sent there. Check who asks, and help here.")


class TooManyLinks(Refusal):
    """Enough links were sent lately."""

    code = "too_many_links"
    message = sentence("They were sent enough links for now. Wait an hour; the last one still works.")
    status = 429


class ValueUnfit(Refusal):
    """Nobody can have this value."""

    code = "value_unfit"
    message = sentence(
        "This cannot be right: an e-mail address has an @, a telephone five digits, a birthday is a day."
    )
    status = 422


class ReasonMissing(Refusal):
    """Whoever overrules the records says why."""

    code = "reason_missing"
    message = sentence("Say in a few words how you know.")
    status = 422


class PinNotFound(NotFound):
    """There is no such value set by hand."""

    code = "pin_not_found"
    message = sentence("There is no such value set by hand, or it was taken back.")


class RequestNotFound(NotFound):
    """There is no such request."""

    code = "request_not_found"
    message = sentence("There is no request “%(key)s” that you can see.")


class RequestSettledAlready(Refusal):
    """It was done or refused before."""

    code = "request_settled"
    message = sentence("This request is settled already.")


class AlreadyExtended(Refusal):
    """A deadline is extended once."""

    code = "already_extended"
    message = sentence("The deadline was extended before, and can be extended only once. Settle the request.")


class ReasonNeeded(Refusal):
    """Somebody has to say why."""

    code = "reason_needed"
    message = sentence("Say why, in a sentence: it is kept as proof.")
    status = 422


class NotCheckedYet(Refusal):
    """Nobody knows yet that it is really they who ask, or this is not how such a request is settled."""

    code = "not_checked_yet"
    message = sentence("First check that it is really they who ask, then carry it out.")


class TooManyRecords(Refusal):
    """More records than one request may bring."""

    code = "too_many_records"
    message = sentence("Hand over at most %(most)s records at a time, or import a file.")
    status = 422
