"""Who is who among records in standard form, all of them at once."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING

from shopkeeper.customers.rules.clusters import MOST_NAMES_OF_A_VALUE
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, PERSONS
from shopkeeper.customers.rules.matching.forms import COLUMNS, Form, list_keys, write_form
from shopkeeper.customers.rules.matching.revising import revise
from shopkeeper.customers.rules.matching.shared import OWN, find_shared_values, forget_values
from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import Model, Scorer, bits_of

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.pool import Pool

_AT_ONCE = 20_000

Pairs = Iterable[tuple[int, int]]


def open_pool() -> "Pool":
    """An empty pool for records of persons."""
    return linkage.open_pool(PERSONS, COLUMNS)


def forget_shared_values(pool: "Pool", *, void: Mapping[str, Sequence[str]] | None = None) -> None:
    """Let values that count for nobody count for nobody.

    :param void: records that hold a value known to be shared, with its columns
    """
    for column in OWN:
        holders = pool.list_holders(column, more_than=MOST_NAMES_OF_A_VALUE, columns=("given", "family"))
        shared = find_shared_values(holders)
        _forget(pool, ((place, form, [column]) for place, _, form in pool.list_with(column, shared)))
    _forget(pool, ((place, form, void[name]) for place, name, form in pool.list_with("name", void or {}) if void))


def train_on(forms: Sequence[Form]) -> Model:
    """A model of these records."""
    with open_pool() as pool:
        fill_with(pool, forms)
        return linkage.train(pool)


def find_people(forms: Sequence[Form], model: Model, *, together: Pairs = (), apart: Pairs = ()) -> list[list[int]]:
    """The places of the records of each person, given those that somebody decided on."""
    strangers: dict[str, set[str]] = {}
    for one, other in apart:
        strangers.setdefault(_name(one), set()).add(_name(other))
    scorer, people, placed = Scorer(PERSONS, model), list[list[int]](), set[int]()
    with open_pool() as pool:
        fill_with(pool, forms)
        linkage.weigh_pairs(pool, model, at_least=bits_of(IN_DOUBT))
        for lot in linkage.list_lots(pool, together=together):
            places = [int(name) for name in lot.names]
            placed.update(places)
            people += [[places[at] for at in group] for group in revise(lot, scorer, apart=strangers).groups]
    return sorted([*people, *([place] for place in range(len(forms)) if place not in placed)])


def fill_with(pool: "Pool", forms: Sequence[Form]) -> None:
    """Each record under its place and as an owner of its own."""
    file = pool.files / "forms.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        for place, form in enumerate(forms):
            keys = "{" + ",".join(map(str, list_keys(form).values())) + "}"
            writer.writerow([_name(place), _name(place), 0, "", "f", write_form(form), keys])
    pool.fill(file)
    forget_shared_values(pool)


def _name(place: int) -> str:
    return f"{place:09}"


def _forget(pool: "Pool", records: Iterable[tuple[int, linkage.Form, Sequence[str]]]) -> None:
    own = ((place, forget_values(dict(form), columns)) for place, form, columns in records)
    for some in batched(own, _AT_ONCE):
        pool.amend((place, form, list_keys(form).values()) for place, form in some)
