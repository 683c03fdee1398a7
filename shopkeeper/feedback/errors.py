"""Every way in which the feedback refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class FeedbackNotFound(NotFound):
    """There is no such feedback, or it is about another outlet."""

    code = "feedback_not_found"
    message = sentence("There is no feedback “%(key)s” that you can see.")


class ScoreOutOfScale(InvalidInput):
    """The score is not on the scale that was asked."""

    code = "score_out_of_scale"
    message = sentence("%(score)s is not on the scale: it goes from %(low)s to %(high)s.")


class NothingSaid(InvalidInput):
    """A feedback needs a score or words."""

    code = "nothing_said"
    message = sentence("Give a score or say something: one of the two is needed.")


class SurveyClosed(Refusal):
    """The link is not valid, or the survey was answered already."""

    code = "survey_closed"
    message = sentence("This survey was answered already, or the link is not complete. Thank you all the same.")
    status = 410
