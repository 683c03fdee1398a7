"""How much people are asked about, by how sure the model is: what another “asked from” would mean."""

from shopkeeper.customers.queries.proposals import list_probabilities

_ROUNDING = 1e-9


def count_asked_from(*percents: int) -> dict[str, int]:
    """The questions that wait: `all` of them, and those of at least so many percent."""
    sure = list_probabilities()
    least = {str(percent): percent / 100 - _ROUNDING for percent in percents}
    return {"all": len(sure)} | {percent: sum(one >= limit for one in sure) for percent, limit in least.items()}
