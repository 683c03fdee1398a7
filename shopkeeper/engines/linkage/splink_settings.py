"""A configuration and its weights in the words of Splink."""

from collections.abc import Callable
from typing import Any

from shopkeeper.engines.linkage.conditions import Condition
from shopkeeper.engines.linkage.model import Comparison, Configuration, Weight

Settings = dict[str, Any]


def write_settings(
    configuration: Configuration,
    weights: dict[str, list[Weight]],
    *,
    prior: float,
    word: Callable[[Condition], str] = lambda condition: condition.sql(),
) -> Settings:
    """Settings for Splink 5: the comparisons that have weights, and a rule for each blocking key.

    :param word: how a condition is put as SQL
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": prior,
        "comparisons": [
            _comparison(comparison, weights[comparison.name], word)
            for comparison in configuration.comparisons
            if comparison.name in weights
        ],
        "blocking_rules_to_generate_predictions": [f'l."key_{key}" = r."key_{key}"' for key in configuration.keys],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "max_iterations": 15,
        "em_convergence": 0.001,
    }


def _comparison(comparison: Comparison, weights: list[Weight], word: Callable[[Condition], str]) -> Settings:
    missing = {
        "sql_condition": translate(word(comparison.missing)),
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = [missing]
    for level, weight in zip(comparison.levels, weights, strict=True):
        row: Settings = {
            "sql_condition": translate(word(level.condition)) if level.condition else "ELSE",
            "label_for_charts": level.name,
            "m_probability": weight.m,
            "u_probability": weight.u,
        }
        if level.rare:
            row |= {
                "tf_adjustment_column": level.rare,
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(row)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def translate(condition: str) -> str:
    """Splink names the two sides by a suffix: l."email" becomes "email_l"."""
    for side in "lr":
        parts = condition.split(f'{side}."')
        condition = parts[0] + "".join(_suffix(part, side) for part in parts[1:])
    return condition


def _suffix(part: str, side: str) -> str:
    column, _, rest = part.partition('"')
    return f'"{column}_{side}"{rest}'
