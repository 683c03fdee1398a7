"""Every way in which linkage refuses."""

from shopkeeper.core.refusals import Refusal


class ForeignModel(Refusal):
    """The artefact of a model cannot be used by this version."""

    code = "foreign_model"
    message = "This matching model cannot be used: %(reason)s. Train a new one."


class TooLittleToLearn(Refusal):
    """There are not enough records that could be one person."""

    code = "too_little_to_learn"
    message = "There are too few records to learn from: %(records)s. Import more of them first."
