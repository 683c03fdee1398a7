"""Addresses of the catalog. A SKU may hold anything, a slash too, so it stands at the end of its address."""

from django.urls import path

from shopkeeper.catalog.web import products, suppliers

urlpatterns = [
    path("products/", products.list_products, name="products"),
    path("products/<path:sku>/", products.show_product, name="product"),
    path("categories/", products.show_tree, name="categories"),
    path("barcodes/<uuid:product_id>/", products.assign_barcode, name="barcode"),
    path("suppliers/", suppliers.list_suppliers, name="suppliers"),
    path("suppliers/<uuid:supplier_id>/", suppliers.show_supplier, name="supplier"),
]
