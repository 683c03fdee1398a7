"""The only ways from an untrusted key to a row of recovery."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.recovery.errors import CaseNotFound, EpisodeNotFound, RemedyNotFound, StepNotFound
from shopkeeper.recovery.models import Case, Episode, Remedy, Step


def access_case(by: Actor, number: str) -> Case:
    """The case of this number, if the actor may know of it.

    :raises CaseNotFound: when there is none, or it is out of scope
    """
    row = Case.objects.visible_to(by).filter(number=number.strip().upper()).first()
    if row is None:
        raise CaseNotFound(what="case", key=number)
    return row


def access_step(by: Actor, number: str, position: int) -> Step:
    """A step of a case by its place in it.

    :raises StepNotFound: when the case has no such step
    """
    row = Step.objects.filter(case=access_case(by, number), position=position).first()
    if row is None:
        raise StepNotFound(what="step", key=position)
    return row


def access_remedy(by: Actor, number: str, remedy_id: UUID) -> Remedy:
    """A remedy of a case.

    :raises RemedyNotFound: when the case has no such remedy
    """
    row = Remedy.objects.filter(case=access_case(by, number), pk=remedy_id).first()
    if row is None:
        raise RemedyNotFound(what="remedy", key=remedy_id)
    return row


def access_episode(by: Actor, episode_id: UUID) -> Episode:
    """Somebody who waits without a case.

    :raises EpisodeNotFound: when nobody waits under this key, or out of scope
    """
    row = Episode.objects.visible_to(by).filter(pk=episode_id, case=None).first()
    if row is None:
        raise EpisodeNotFound(what="episode", key=episode_id)
    return row
