"""All addresses: each module's pages under its own, the REST API, sign-in."""

from django.conf import settings
from django.urls import include, path

from shopkeeper.core.web.addresses import GroupedAddresses
from shopkeeper.site.api import api
from shopkeeper.site.assembly import collect
from shopkeeper.site.health import healthz

handler500 = "shopkeeper.core.web.failures.tell_failure"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    GroupedAddresses("api/", *api.urls),
    *[
        path("", include((patterns, module), namespace=module))
        for module, patterns in collect("web.urls", "urlpatterns")
    ],
    path("sign-in/", include("shopkeeper.site.sign_in")),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("shopkeeper.site.styleguide.urls"))]
