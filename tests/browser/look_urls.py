"""The product's addresses and, although this is no debug mode, the style guide."""

from django.urls import include, path

from shopkeeper.site.urls import urlpatterns as product

urlpatterns = [*product, path("styleguide/", include("shopkeeper.site.styleguide.urls"))]
