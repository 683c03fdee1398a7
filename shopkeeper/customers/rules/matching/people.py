"""Who is who among records in standard form, all of them at once."""

from collections.abc import Sequence

from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, PERSONS
from shopkeeper.customers.rules.matching.forms import Form, list_keys
from shopkeeper.customers.rules.matching.placing import Pairs, Placing, place
from shopkeeper.customers.rules.matching.shared import find_shared_values, forget_shared_values
from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import Model, Scorer, bits_of


def train_on(forms: Sequence[Form]) -> Model:
    """A model of these records."""
    own = forget_shared_values(forms, find_shared_values(forms))
    return linkage.train(own, [list_keys(form) for form in own], PERSONS)


def find_people(forms: Sequence[Form], model: Model, *, together: Pairs = (), apart: Pairs = ()) -> list[list[int]]:
    """The places of the records of each person, given those that somebody decided on."""
    return match_people(forms, model, together=together, apart=apart).groups


def match_people(forms: Sequence[Form], model: Model, *, together: Pairs = (), apart: Pairs = ()) -> Placing:
    """The same, with the pairs that stay in doubt."""
    own = forget_shared_values(forms, find_shared_values(forms))
    keys = [list_keys(form) for form in own]
    candidates = linkage.predict(own, keys, PERSONS, model, at_least=bits_of(IN_DOUBT))
    scorer = Scorer(PERSONS, model)
    weighed = ((one, other, scorer.weigh(own[one], own[other])) for one, other, _ in candidates)
    edges = [edge for edge in weighed if edge[2] >= bits_of(IN_DOUBT)]
    return place(own, edges, scorer, together=together, apart=apart)
