"""What drives a metric everywhere, in sentences: for its own page, for a cause found in it, and for lists of causes."""

from django.utils.translation import gettext as _

from shopkeeper.insight.queries.causes import find_analysis, list_analyses
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.sentences import sentence_of_driver


def list_drivers(metric: str) -> list[str]:
    """Each driver that stood out in the last search, the one that most is due to first."""
    analysis = find_analysis(metric)
    return [sentence_of_driver(driver, bad=analysis.bad) for driver in analysis.drivers] if analysis else []


def list_driven() -> list[tuple[str, list[str]]]:
    """Label and drivers of every metric of which drivers are known."""
    found = [analysis.metric for analysis in list_analyses() if analysis.drivers]
    return [(_(get_metric(name).label), list_drivers(name)) for name in found]
