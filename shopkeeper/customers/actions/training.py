"""A model is trained on today's records, looked at, and switched on."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.contracts import Judgment, ModelCard, ModelCause
from shopkeeper.customers.errors import ModelNotFound
from shopkeeper.customers.events import ModelActivated
from shopkeeper.customers.models import MatchingModel
from shopkeeper.customers.queries.matching import (
    effect_of,
    get_model_card,
    list_apart,
    list_joined,
    read_forms_of,
    take_stock,
)
from shopkeeper.customers.queries.pooling import fill_pool
from shopkeeper.customers.queries.zones import find_zones
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.people import open_pool
from shopkeeper.customers.rules.matching.zones import Zones
from shopkeeper.customers.rules.training import check_effect_seen
from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import Scorer


def train_model(*, by: Actor, now: datetime, cause: ModelCause | None = None) -> ModelCard:
    """Learn from all records, without a transaction around it: that would hold everybody up for minutes.

    :param cause: why it is trained, where nobody asked for it
    :raises TooLittleToLearn: when there are hardly any records
    """
    with open_pool() as pool:
        fill_pool(pool, since=None)
        model = linkage.train(pool)
    card = keep_model(model=model, judgment=judge(model), by=by, now=now, cause=cause)
    file_records(by=by, now=now)
    return card


@action
def keep_model(
    *, model: linkage.Model, judgment: Judgment, by: Actor, now: datetime, cause: ModelCause | None = None
) -> ModelCard:  # fmt: skip
    """Write a trained model down. It waits until somebody has seen what it would change, and switches it on."""
    latest = MatchingModel.objects.select_for_update().order_by("-version").values_list("version", flat=True).first()
    row = MatchingModel.objects.create(
        version=(latest or 0) + 1,
        artefact=linkage.write_model(model),
        records=model.records,
        pairs=model.pairs,
        accuracy=asdict(judgment),
        cause=asdict(cause) if cause else {},
        trained_by=sign(by),
        trained_at=now,
    )
    return get_model_card(row.version)


@action
def activate_model(*, version: int, seen_at: datetime | None, by: Actor, now: datetime) -> None:
    """Let this model say who is who from now on; of arrivals, as soon as every record is filed.

    :param seen_at: when the effect was worked out that whoever switches it on has seen
    :raises ModelNotFound: when there is no such model
    :raises EffectUnknown: when nobody worked out what it would change
    :raises EffectOutdated: when that was worked out for other records than those of now
    :raises EffectUnseen: when it was not shown to whoever switches it on
    :raises ForeignModel: when it was trained by a version of the program that compared otherwise
    """
    row = MatchingModel.objects.select_for_update().filter(version=version).first()
    if row is None:
        raise ModelNotFound(version=version)
    linkage.read_model(bytes(row.artefact), PERSONS)
    check_effect_seen(effect_of(row), seen_at=seen_at, version=version, records=take_stock(), now=now)
    former = MatchingModel.objects.filter(in_force=True).exclude(pk=row.pk)
    filed_as = former.values_list("filed_as", flat=True).first()  # forms and keys are the same for every model
    former.update(in_force=False, filed_as=None)
    MatchingModel.objects.filter(pk=row.pk).update(in_force=True, activated_at=now, filed_as=filed_as)
    announce(ModelActivated(version=version), by=by, now=now)


def judge(model: linkage.Model) -> Judgment:
    """Ask the model about the pairs of customers that people decided on."""
    pairs = [*((pair, True) for pair in list_joined()), *((pair, False) for pair in list_apart())]
    forms = read_forms_of({customer for pair, _ in pairs for customer in pair})
    scorer, zones = Scorer(PERSONS, model), find_zones()
    said = Counter((_says_one(scorer, zones, *(forms.get(one, []) for one in pair)), joined) for pair, joined in pairs)
    return Judgment(said[True, True], said[False, True], said[False, False], said[True, False])


def _says_one(scorer: Scorer, zones: Zones, one: list[Form], other: list[Form]) -> bool | None:
    weights = [scorer.weigh(left, right) for left in one for right in other]
    return max(weights) >= zones.sure_bits if weights else None
