"""Every way in which improvement can refuse."""

from typing import Any

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class ProblemNotFound(NotFound):
    """There is no such problem, or it lies outside the actor's scope."""

    code = "problem_not_found"
    message = sentence("There is no problem “%(key)s” that you can see.")


class MeasureNotFound(NotFound):
    """The problem has no such measure."""

    code = "measure_not_found"
    message = sentence("This problem has no measure “%(key)s”.")


class FactsKeepItOpen(Refusal):
    """Nobody closes a problem; figures do."""

    code = "facts_keep_it_open"
    message = sentence("%(sentence)s")

    def __init__(self, *, explanation: Any = None, **facts: object) -> None:
        super().__init__(**facts)
        self.explanation = explanation


class ProblemIsClosed(Refusal):
    """The figures closed the problem already."""

    code = "problem_is_closed"
    message = sentence("Problem %(number)s was closed by its figures. It opens again by itself when they get worse.")


class WrongTerms(InvalidInput):
    """A watch that could never say anything."""

    code = "wrong_terms"
    message = sentence("A watch needs a metric, a threshold, at least one week and at least one record a week.")


class NoOutlet(InvalidInput):
    """A problem or measure of an outlet without the outlet."""

    code = "no_outlet"
    message = sentence("Name the outlet, or choose the level of the company.")


class NothingSaid(InvalidInput):
    """A title, an idea or a response without words."""

    code = "nothing_said"
    message = sentence("Write a few words first.")


class InTheFuture(InvalidInput):
    """A measure cannot have taken effect on a day that has not come."""

    code = "in_the_future"
    message = sentence("%(day)s has not come yet. Say it when the measure is in force.")


class KnownAlready(Refusal):
    """The cause has a problem already."""

    code = "known_already"
    message = sentence("This cause has an owner already: problem %(number)s.")


class UnknownOwner(InvalidInput):
    """Somebody who holds no role today cannot own anything."""

    code = "unknown_owner"
    message = sentence("This person holds no role today. Choose somebody who works here.")


class OnlyStaff(Refusal):
    """Ideas come from people, and are responded to by people."""

    code = "only_staff"
    message = sentence("Only somebody who works here can do this, under their own name.")
    status = 403


class IdeaNotFound(NotFound):
    """There is no such idea that waits for this person."""

    code = "idea_not_found"
    message = sentence("No idea “%(key)s” waits for your response.")


class AlreadyResponded(Refusal):
    """The idea has its response."""

    code = "already_responded"
    message = sentence("%(who)s already responded to this idea. Nothing was changed.")
