"""Every way in which the catalog refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound


class ProductNotFound(NotFound):
    """There is no such product."""

    code = "product_not_found"
    message = sentence("There is no product “%(key)s”.")
