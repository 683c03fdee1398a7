"""What crosses the boundary of the interactions."""

from enum import StrEnum


class Channel(StrEnum):
    """How a touch, an order or a message came or went. Never the same as outlet or location."""

    STORE = "store"
    WEB = "web"
    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    MARKETPLACE = "marketplace"
    SOCIAL = "social"


class TopicKind(StrEnum):
    """What a topic may be used for; one tree serves contacts, feedback, cancellations, returns and causes."""

    TOPIC = "topic"
    CONTACT_REASON = "contact_reason"
    RETURN_REASON = "return_reason"
    CANCELLATION_REASON = "cancellation_reason"


class StepKind(StrEnum):
    """What somebody did in the e-shop."""

    VISIT = "visit"
    VIEW = "view"
    SEARCH = "search"
    CART = "cart"
    CHECKOUT = "checkout"
    DELIVERY_OPTIONS = "delivery_options"
    PAYMENT = "payment"
    ORDER = "order"


FUNNEL = (
    StepKind.VISIT,
    StepKind.CART,
    StepKind.CHECKOUT,
    StepKind.DELIVERY_OPTIONS,
    StepKind.PAYMENT,
    StepKind.ORDER,
)
"""The steps of a purchase, in order."""
