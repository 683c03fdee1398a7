"""Addresses of the catalog. A SKU may hold anything, a slash too, so it stands at the end of its address."""

from django.urls import path

from shopkeeper.catalog.web import describing, products, suppliers, terms

urlpatterns = [
    path("products/", products.list_products, name="products"),
    path("products/<path:sku>/", products.show_product, name="product"),
    path("catalog/products/new/", describing.describe_new, name="product_new"),
    path("catalog/products/<uuid:product_id>/", describing.describe, name="product_description"),
    path("catalog/products/<uuid:product_id>/offers/", terms.agree, name="offer"),
    path("catalog/categories/", terms.name_category, name="category"),
    path("catalog/suppliers/", terms.name_supplier, name="supplier_new"),
    path("categories/", products.show_tree, name="categories"),
    path("barcodes/<uuid:product_id>/", products.assign_barcode, name="barcode"),
    path("barcodes/<uuid:product_id>/withdrawal/", terms.withdraw_barcode, name="barcode_withdrawal"),
    path("suppliers/", suppliers.list_suppliers, name="suppliers"),
    path("suppliers/<uuid:supplier_id>/", suppliers.show_supplier, name="supplier"),
]
