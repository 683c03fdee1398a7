"""What the catalog guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare("catalog.view_products", _("See products, categories and suppliers"), roles=["*"])
declare(
    "catalog.view_costs",
    _("See what products cost and what suppliers ask"),
    roles=["buying_manager", "supply_chain_manager", "finance_manager", "chief_customer_officer", "ecommerce_manager"],
)
declare(
    "catalog.manage_products",
    _("Describe products, bundles and suppliers' offers"),
    roles=["buying_manager", "data_steward", "ecommerce_manager"],
)
declare(
    "catalog.assign_barcodes",
    _("Say which product a barcode stands for"),
    roles=["store_manager", "buying_manager", "supply_chain_manager", "data_steward"],
)
