"""Every way in which the insight can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class MetricNotFound(NotFound):
    """No such metric is declared."""

    code = "metric_not_found"
    message = sentence("There is no metric “%(key)s”. `shopkeeper metrics list` names them all.")


class DimensionUnknown(Refusal):
    """The metric cannot be split that way."""

    code = "dimension_unknown"
    message = sentence("%(metric)s cannot be split by “%(dimension)s”. It can be split by: %(known)s.")
    status = 422


class NoData(Refusal):
    """Nothing was imported that the metric is made of."""

    code = "no_data"
    message = sentence("There is no data for %(metric)s yet. Import %(data_set)s first.")
    status = 404


class CauseNotFound(NotFound):
    """There is no such cause."""

    code = "cause_not_found"
    message = sentence("There is no cause “%(key)s” that you can see.")
