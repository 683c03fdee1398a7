"""All pairs weighed in a batch: the same as one by one and by Splink, in parts, and where most are given up early."""

from collections.abc import Callable

import pytest
from splink import DuckDBAPI, Linker

from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, PERSONS, SURE
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import fill_with, open_pool, train_on
from shopkeeper.engines.linkage import Model, Scorer, bits_of, weigh_pairs
from shopkeeper.engines.linkage.pool import Pool
from shopkeeper.engines.linkage.splink_settings import write_settings
from shopkeeper.engines.linkage.statements import rare_columns
from shopkeeper.engines.linkage.weighing import weigh
from tests.customers.population import Said, make_parish, make_town


@pytest.mark.parametrize("make", [lambda: make_town()[0], make_parish], ids=["town", "parish"])
def test_one_pair_weighs_the_same_by_itself_in_the_batch_and_by_splink(make: Callable[[], list[Said]]) -> None:
    forms = [standardize(record) for record in make()]
    model = train_on(forms)
    scorer = Scorer(PERSONS, model)
    with open_pool() as pool:
        fill_with(pool, forms)
        weighed = weigh_pairs(pool, model, at_least=-60.0)
        batch = {(one, other): bits for one, other, bits in pool.stream("SELECT one, other, bits FROM weighed")}
        by_splink = predict_by_splink(pool, model)
    assert len(batch) == weighed > 500
    assert max(abs(bits - scorer.weigh(forms[one], forms[other])) for (one, other), bits in batch.items()) < 1e-6
    assert by_splink.keys() == batch.keys()
    strangers = {pair: scorer.weigh_apart(*(forms[place] for place in pair))[0] for pair in batch}
    assert max(abs(bits - strangers[pair]) for pair, bits in by_splink.items()) < 1e-6


def test_pairs_that_are_compared_a_few_at_a_time_are_the_same_as_all_at_once() -> None:
    forms = [standardize(record) for record in make_town()[0]]
    model = train_on(forms)
    with open_pool() as pool:
        fill_with(pool, forms)
        found = []
        for at_once in (1_000_000, 50):
            weigh(pool, model, at_least=-60.0, pairs_at_once=at_once)
            found.append(sorted(pool.stream("SELECT one, other, bits FROM weighed")))
    assert found[0] == found[1]
    assert len(found[0]) > 500


@pytest.mark.parametrize("make", [lambda: make_town()[0], make_parish], ids=["town", "parish"])
def test_pairs_are_given_up_early_only_where_they_weigh_too_little(make: Callable[[], list[Said]]) -> None:
    forms = [standardize(record) for record in make()]
    model = train_on(forms)
    with open_pool() as pool:
        fill_with(pool, forms)
        weigh_pairs(pool, model, at_least=-1000.0)
        every = list(pool.stream("SELECT one, other, bits FROM weighed"))
        counts = [len(every)]
        for at_least in (-20.0, -5.0, bits_of(IN_DOUBT), bits_of(SURE), 8.0):
            weigh_pairs(pool, model, at_least=at_least)
            found = sorted(pool.stream("SELECT one, other, bits FROM weighed"))
            assert found == sorted(pair for pair in every if pair[2] >= at_least)
            counts.append(len(found))
    assert counts[0] > counts[2] > counts[3] > counts[5] > 0


def predict_by_splink(pool: Pool, model: Model) -> dict[tuple[int, int], float]:
    """All pairs that share a key, weighed against strangers by Splink itself."""
    pool.file()
    pool.write_forms(model)
    connection = pool.database
    settings = write_settings(PERSONS, model.weights, prior=model.one)
    settings["blocking_rules_to_generate_predictions"] = ["len(list_intersect(l.keys, r.keys)) > 0"]
    connection.execute(
        "CREATE TABLE keyed AS SELECT f.*, coalesce(list(u.key) FILTER (WHERE u.key IS NOT NULL), []) AS keys "
        "FROM forms AS f LEFT JOIN useful AS u USING (id) GROUP BY ALL"
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register("keyed"), settings, log_level=None, validate_settings=False)
    for column in rare_columns(PERSONS.weighed_by(model)):
        connection.execute(
            f'CREATE TABLE tf_{column} AS SELECT DISTINCT "{column}", pow(2, -"rare_{column}") AS "tf_{column}" '
            f'FROM keyed WHERE "{column}" IS NOT NULL'
        )
        linker.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
    found = linker.inference.predict(threshold_match_weight=-500, warning_mode="never")
    rows = connection.execute(f"SELECT id_l, id_r, match_weight FROM {found.physical_name}").fetchall()
    return {(min(one, other), max(one, other)): bits for one, other, bits in rows}
