"""Every way in which linkage refuses."""

from shopkeeper.core.refusals import Refusal


class ForeignModel(Refusal):
    """The artefact of a model cannot be used by this version."""

    code = "foreign_model"
    message = "This matching model cannot be used: %(reason)s. Train a new one."


class TooLittleToLearn(Refusal):
    """There are not enough records that say enough to be one person."""

    code = "too_little_to_learn"
    message = (
        "There is too little to learn from in %(records)s records: there are too few of them, or they say too little "
        "of people (names, addresses, dates of birth). Import more first."
    )
