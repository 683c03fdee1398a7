"""Every way in which the catalog refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class ProductNotFound(NotFound):
    """There is no such product."""

    code = "product_not_found"
    message = sentence("There is no product “%(key)s”.")


class SupplierNotFound(NotFound):
    """There is no such supplier."""

    code = "supplier_not_found"
    message = sentence("There is no supplier “%(key)s”.")


class CategoryNotFound(NotFound):
    """There is no such category."""

    code = "category_not_found"
    message = sentence("There is no category “%(key)s”.")


class CodeNotFound(NotFound):
    """No product has this code."""

    code = "code_not_found"
    message = sentence("No product has the code “%(key)s”. Check it, or find the product by its name.")


class WrongCheckDigit(Refusal):
    """The last digit of a GTIN does not fit the others."""

    code = "wrong_check_digit"
    message = sentence("“%(code)s” was read or typed wrongly: its last digit does not fit the others. Scan it again.")
    status = 422


class CodeTaken(Refusal):
    """The code stands on another product."""

    code = "code_taken"
    message = sentence("“%(code)s” already stands for %(product)s. Take it away there first.")


class SubstituteOfItself(Refusal):
    """A product cannot stand in for itself."""

    code = "substitute_of_itself"
    message = sentence("%(sku)s cannot stand in for itself. Name another product.")
    status = 422


class CategoryUnderItself(Refusal):
    """A category would lie below itself."""

    code = "category_under_itself"
    message = sentence("“%(name)s” lies above the category that you chose. Choose one that is not below it.")
    status = 422


class BundleInBundle(Refusal):
    """A bundle would hold a bundle, or itself."""

    code = "bundle_in_bundle"
    message = sentence("A bundle holds products, no other bundles: %(sku)s is one, or is part of one.")


class NothingInPack(Refusal):
    """A pack holds at least one base unit."""

    code = "nothing_in_pack"
    message = sentence("Say how many are in each pack: one at least.")
    status = 422


class PackNotFound(Refusal):
    """The product does not come in such a pack."""

    code = "pack_not_found"
    message = sentence("%(product)s comes in no pack “%(pack)s”. Choose one of: %(packs)s. Or count single pieces.")
    status = 422


class PictureNotReachable(Refusal):
    """A page loads pictures only from addresses that nobody can read or change on their way."""

    code = "picture_not_reachable"
    message = sentence("A picture is shown from an address that begins with https://. This one does not: %(address)s")
    status = 422


class NothingInBundle(Refusal):
    """A bundle needs at least one piece of each component."""

    code = "nothing_in_bundle"
    message = sentence("Say how many of each product are in the bundle: one at least.")
    status = 422
