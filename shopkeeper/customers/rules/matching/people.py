"""Who is who among records in standard form, all of them at once."""

from collections.abc import Iterable, Sequence

from shopkeeper.customers.rules.matching.configuration import PERSONS, SURE
from shopkeeper.customers.rules.matching.forms import Form, list_keys
from shopkeeper.customers.rules.matching.shared import find_shared_values, forget_shared_values
from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import Grouping, Model, Scorer, bits_of

IN_DOUBT = 0.30
"""From this probability on a pair is worth looking at, though not joined by itself."""

Pairs = Iterable[tuple[int, int]]


def train_on(forms: Sequence[Form]) -> Model:
    """A model of these records."""
    own = forget_shared_values(forms, find_shared_values(forms))
    return linkage.train(own, [list_keys(form) for form in own], PERSONS)


def find_people(forms: Sequence[Form], model: Model, *, together: Pairs = (), apart: Pairs = ()) -> list[list[int]]:
    """The places of the records of each person, given those that somebody decided on."""
    own = forget_shared_values(forms, find_shared_values(forms))
    keys = [list_keys(form) for form in own]
    candidates = linkage.predict(own, keys, PERSONS, model, at_least=bits_of(IN_DOUBT))
    scorer = Scorer(PERSONS, model)
    edges = [(one, other, scorer.weigh(own[one], own[other])) for one, other, _ in candidates]
    people = Grouping(own, scorer, sure=bits_of(SURE))
    people.keep_apart(apart)
    people.hold_together(together)
    return people.grow(edge for edge in edges if edge[2] >= bits_of(IN_DOUBT))
