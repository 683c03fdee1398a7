"""What others may use of the insight."""

from shopkeeper.insight.actions.causes import find_causes
from shopkeeper.insight.actions.targets import set_target
from shopkeeper.insight.contracts import (
    ANY_OF,
    CauseCard,
    Hurt,
    Metric,
    OutletStanding,
    Point,
    Reading,
    ScorecardLine,
    Slice,
    Window,
)
from shopkeeper.insight.errors import CauseNotFound, DimensionUnknown, MetricNotFound
from shopkeeper.insight.figures import figure_of
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.queries.causes import find_window_looked_at, get_cause_card, list_causes, list_people_hurt
from shopkeeper.insight.queries.losses import margin_of_a_year
from shopkeeper.insight.queries.readings import get_metric, last_day_followed, read, read_by, read_series, window_of
from shopkeeper.insight.queries.scorecard import list_scorecard
from shopkeeper.insight.queries.series import get_metric_series
from shopkeeper.insight.queries.standings import compare_outlet
from shopkeeper.insight.queries.statements import filters_of
from shopkeeper.insight.sentences import finding_of_cause, name_of_cause, sentence_of_cause, title_of_cause
from shopkeeper.insight.warehouse import own_warehouse, use_warehouse
from shopkeeper.insight.words import where_words

__all__ = [
    "ANY_OF",
    "CauseCard",
    "CauseNotFound",
    "DimensionUnknown",
    "Hurt",
    "Metric",
    "MetricNotFound",
    "OutletStanding",
    "Point",
    "Reading",
    "ScorecardLine",
    "Slice",
    "Window",
    "compare_outlet",
    "figure_of",
    "filters_of",
    "find_causes",
    "find_window_looked_at",
    "finding_of_cause",
    "get_cause_card",
    "get_metric",
    "get_metric_series",
    "last_day_followed",
    "list_causes",
    "list_metrics",
    "list_people_hurt",
    "list_scorecard",
    "margin_of_a_year",
    "name_of_cause",
    "own_warehouse",
    "read",
    "read_by",
    "read_series",
    "sentence_of_cause",
    "set_target",
    "title_of_cause",
    "use_warehouse",
    "where_words",
    "window_of",
]  # fmt: skip
