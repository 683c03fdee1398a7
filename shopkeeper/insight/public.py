"""What others may use of the insight."""

from shopkeeper.insight.actions import set_target
from shopkeeper.insight.contracts import Metric, Point, Reading, ScorecardLine, Slice, Window
from shopkeeper.insight.errors import DimensionUnknown, MetricNotFound
from shopkeeper.insight.figures import figure_of
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.queries.readings import get_metric, read, read_by, read_series, window_of
from shopkeeper.insight.queries.scorecard import list_scorecard
from shopkeeper.insight.queries.series import get_metric_series

__all__ = [
    "DimensionUnknown",
    "Metric",
    "MetricNotFound",
    "Point",
    "Reading",
    "ScorecardLine",
    "Slice",
    "Window",
    "figure_of",
    "get_metric",
    "get_metric_series",
    "list_metrics",
    "list_scorecard",
    "read",
    "read_by",
    "read_series",
    "set_target",
    "window_of",
]
