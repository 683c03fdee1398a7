"""Every way in which recovery can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class CaseNotFound(NotFound):
    """There is no such case, or it lies outside the actor's scope."""

    code = "case_not_found"
    message = sentence("There is no case “%(key)s” that you can see.")


class EpisodeNotFound(NotFound):
    """There is nobody waiting under this key."""

    code = "episode_not_found"
    message = sentence("Nobody waits here any more: somebody may have opened a case meanwhile.")


class CaseIsOver(Refusal):
    """The case was resolved; it would have to be reopened first."""

    code = "case_is_over"
    message = sentence("Case %(number)s was resolved. Reopen it first if it is not over.")


class CaseIsOpen(Refusal):
    """Only a resolved case can be reopened."""

    code = "case_is_open"
    message = sentence("Case %(number)s is still open.")


class StepNotFound(NotFound):
    """The case has no such step."""

    code = "step_not_found"
    message = sentence("This case has no step “%(key)s”.")


class RemedyNotFound(NotFound):
    """The case has no such remedy."""

    code = "remedy_not_found"
    message = sentence("This case has no remedy “%(key)s”.")


class StepAlreadyDone(Refusal):
    """Somebody else was quicker."""

    code = "step_already_done"
    message = sentence("This step was already done by %(who)s. Nothing was changed.")


class AlreadyApologized(Refusal):
    """Nobody hears the same sorry twice for one episode."""

    code = "already_apologized"
    message = sentence(
        "%(who)s already apologized for this. Twice sounds like a machine: say what happens next instead."
    )


class CannotWrite(Refusal):
    """We know no address at which the customer may be written to."""

    code = "cannot_write"
    message = sentence("We know no e-mail address of this customer. Call them, or say that it is not possible.")


class NothingToSay(InvalidInput):
    """A note, an apology or a reason without words."""

    code = "nothing_to_say"
    message = sentence("Write a few words first.")


class WrongAmount(InvalidInput):
    """A remedy of nothing or less."""

    code = "wrong_amount"
    message = sentence("An amount is more than nothing, with at most two decimals.")


class WrongLimit(InvalidInput):
    """A capacity that cannot be."""

    code = "wrong_limit"
    message = sentence("New cases a day are at least 0 and at most as many as a person may have open at once.")


class BudgetUsedUp(Refusal):
    """The approver's own budget has no room either."""

    code = "budget_used_up"
    message = sentence(
        "Only %(left)s %(currency)s are left in this month's budget of %(role)s. Raise it, or give less."
    )


class RemedyNotWaiting(Refusal):
    """A remedy that was decided, given or released already."""

    code = "remedy_not_waiting"
    message = sentence("This remedy is %(state)s already. Nothing was changed.")


class SecondPersonAsked(Refusal):
    """Money that is above what its giver may give alone."""

    code = "second_person_asked"
    message = sentence("A second person was asked to agree already. You will see here what they decide.")


class NoPlaybook(Refusal):
    """No playbook is in force for a fault."""

    code = "no_playbook"
    message = sentence("No playbook is in force for “%(fault)s”. Put one in force first.")


class UnknownPerson(InvalidInput):
    """Work was to be handed to somebody who holds no role today."""

    code = "unknown_person"
    message = sentence("This person holds no role today, so they cannot own a case. Choose somebody who works here.")


class TeamNotFound(NotFound):
    """There is no such team, or it is not the actor's."""

    code = "team_not_found"


class PlaybookNotFound(NotFound):
    """There is no such kind of fault."""

    code = "playbook_not_found"


class PlaybookIncomplete(InvalidInput):
    """A playbook without steps, or a step without role, words or time."""

    code = "playbook_incomplete"
    message = sentence("Each step needs a role, words and a time: %(reason)s.")


class PlaybookMovedOn(Refusal):
    """Two people changed the same playbook at once."""

    code = "playbook_moved_on"
    message = sentence(
        "Somebody put version %(version)s of this playbook in force meanwhile. Read it, then change it again."
    )


class NotForOnePlace(Refusal):
    """Somebody who answers for a place wants to decide for others."""

    code = "not_for_one_place"
    message = sentence("This holds for more than the place that you answer for. Ask whoever answers for the company.")
    status = 403
