"""What a chart says: frozen descriptions that become a spec for the browser and rows for the table under the chart.

A chart's title is its finding. Shares are fractions (0.22), times are dates or datetimes, `href` leads to the records
behind a mark. Units are those of `words.write_measure`.
"""

from shopkeeper.core.charts.kinds import (
    BarChart,
    Chart,
    FunnelChart,
    LineChart,
    ParetoChart,
    SmallMultiples,
)
from shopkeeper.core.charts.marks import (
    Annotation,
    Bar,
    Cell,
    Limits,
    Point,
    Series,
    Target,
    Tone,
)
from shopkeeper.core.charts.waterfall import Stair, WaterfallChart

__all__ = [
    "Annotation", "Bar", "BarChart", "Cell", "Chart", "FunnelChart", "Limits", "LineChart", "ParetoChart", "Point",
    "Series", "SmallMultiples", "Stair", "Target", "Tone", "WaterfallChart",
]  # fmt: skip
