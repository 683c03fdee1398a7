"""What drives a metric, in sentences: for its own page, for a cause found in it, and for the list of causes."""

from django.utils.translation import gettext as _

from shopkeeper.insight.figures import url_of
from shopkeeper.insight.queries.causes import find_analysis, list_analyses
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.sentences import sentence_of_driver


def list_drivers(metric: str) -> list[str]:
    """Each driver that stood out in the last search, the one that most is due to first."""
    analysis = find_analysis(metric)
    return [sentence_of_driver(driver, bad=analysis.bad) for driver in analysis.drivers] if analysis else []


def list_driven() -> list[tuple[str, str, list[str]]]:
    """Label, address and drivers of every metric of which drivers are known."""
    metrics = [get_metric(analysis.metric) for analysis in list_analyses() if analysis.drivers]
    return [(_(metric.label), url_of(metric), list_drivers(metric.name)) for metric in metrics]
