"""Every way in which a question to the warehouse can be refused."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.refusals import Refusal, Unavailable


class WarehouseDown(Unavailable):
    """The analytics process is not there."""

    code = "warehouse_down"
    message = _("The figures are not available: the analytics process does not respond. Try again in a moment.")


class WarehouseNotOurs(Unavailable):
    """Somebody else listens at the socket; neither questions nor answers can be trusted."""

    code = "warehouse_not_ours"
    message = _("The figures are not available: another user of this machine listens in its place.")


class QueryTooSlow(Refusal):
    """The question took longer than allowed and was stopped."""

    code = "query_too_slow"
    message = _("This took longer than %(seconds)s seconds and was stopped. Ask for a shorter period.")
    status = 503


class ResultTooLarge(Refusal):
    """The answer has more rows than allowed."""

    code = "result_too_large"
    message = _("The answer has more than %(limit)s rows. Ask for a shorter period or fewer values.")
    status = 422


class QueryNotAllowed(Refusal):
    """The question is not a single SELECT over data sets, or cannot be run: a fault of ours, not of the reader."""

    code = "query_not_allowed"
    message = _("The figures could not be worked out: %(reason)s")
    status = 500


BY_CODE: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (WarehouseDown, WarehouseNotOurs, QueryTooSlow, ResultTooLarge, QueryNotAllowed)
}
