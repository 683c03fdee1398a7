"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class FeedbackConfig(ModuleConfig):
    """The voice of the customer: surveys, reviews, complaints and mentions on one record."""

    name = "shopkeeper.feedback"
    label = "feedback"
