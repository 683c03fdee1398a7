"""Where the model in force falls behind, the next one trains itself at night and is proposed; people switch it on."""

from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.first_model import look_at_newest
from shopkeeper.customers.actions.nights import begin_run, finish_run, is_due
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.contracts import NightWork
from shopkeeper.customers.queries.matching import find_cause_to_train, find_newest_cause


def propose_next_model(*, by: Actor, now: datetime) -> int:
    """Once a night, train where the newest model is of another version or never saw a column; say what it would change.

    Nobody's records move, and whoever switched a model on does not find another in its place. Gives how many effects
    were worked out. Without a transaction around it; killed anywhere, it goes on where it was.

    :raises TooLittleToLearn: when no two of all records are alike in anything
    """
    work = NightWork.MODEL
    if not is_due(now=now, work=work):
        return 0
    begin_run(by=by, now=now, work=work)
    if cause := find_cause_to_train():
        train_model(by=by, now=now, cause=cause)
    looked = look_at_newest(by=by, now=now) if find_newest_cause() else 0
    finish_run(figures={"trained": int(cause is not None)}, by=by, now=now, work=work)
    return looked
