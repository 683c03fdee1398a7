"""The same records by Splink 5 as its guides recommend: its ready-made comparisons, blocking by several rules, u from
random pairs, m by expectation and maximization over two or three rules, clusters at the same threshold."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.getLogger("splink").setLevel(logging.ERROR)

EXACT = "exact"
_MAKE = {
    "name": cl.NameComparison,
    "day": lambda column: cl.DateOfBirthComparison(column, input_is_string=True, invalid_dates_as_null=True),
    "email": cl.EmailComparison,
    "postcode": cl.PostcodeComparison,
    "text": lambda column: cl.JaroWinklerAtThresholds(column, [0.92, 0.8]),
    "number": lambda column: cl.LevenshteinAtThresholds(column, [1, 2]),
    EXACT: lambda column: cl.ExactMatch(column).configure(term_frequency_adjustments=True),
}


@dataclass(frozen=True)
class Plan:
    """How Splink is set up for a set: what each column is, its blocking rules, which of them are sure, which teach."""

    kinds: dict[str, str]
    blocks: Sequence[str | tuple[str, ...]]
    sure: Sequence[str | tuple[str, ...]]
    teach: Sequence[str | tuple[str, ...]]


def link(records: Sequence[dict[str, str]], plan: Plan, *, threshold: float) -> list[list[int]]:
    """The places of the records of each person."""
    linker = _make_linker(records, plan)
    training = linker.training
    training.estimate_probability_two_random_records_match([_rule(rule) for rule in plan.sure], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in plan.teach:
        try:
            training.estimate_parameters_using_expectation_maximisation(_rule(rule))
        except Exception as error:
            print(f"  Splink learned nothing from {rule}: {str(error)[:80]!r}")
    found = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold)
    people: dict[object, list[int]] = {}
    for row in clusters.as_record_list() if hasattr(clusters, "as_record_list") else clusters.as_record_dict():
        people.setdefault(row["cluster_id"], []).append(row["unique_id"])
    return list(people.values())


def _make_linker(records: Sequence[dict[str, str]], plan: Plan) -> Linker:
    columns = {name: pa.array([record[name].lower() or None for record in records], pa.string()) for name in records[0]}
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    connection.register("handed", pa.table({"unique_id": pa.array(range(len(records)), pa.int64()), **columns}))
    connection.execute("CREATE TABLE people AS SELECT * FROM handed")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_MAKE[kind](column) for column, kind in plan.kinds.items()],
        blocking_rules_to_generate_predictions=[_rule(rule) for rule in plan.blocks],
    )
    return Linker(DuckDBAPI(connection).register("people"), settings, log_level=None)


def _rule(rule: str | tuple[str, ...]) -> object:
    return block_on(*((rule,) if isinstance(rule, str) else rule))
