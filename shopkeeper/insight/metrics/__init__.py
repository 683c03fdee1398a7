"""The metrics: one declaration a file. Their names are the names of the files."""

from importlib import import_module
from pkgutil import iter_modules

from shopkeeper.insight.contracts import Metric

_METRICS: dict[str, Metric] = {
    entry.name: import_module(f"{__name__}.{entry.name}").METRIC for entry in iter_modules(__path__)
}


def list_metrics() -> list[Metric]:
    """All metrics, by name."""
    return [_METRICS[name] for name in sorted(_METRICS)]


def find_metric(name: str) -> Metric | None:
    """The metric of that name, if it is declared."""
    return _METRICS.get(name)
