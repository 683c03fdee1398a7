"""Pages of the core."""

from django.urls import path

from shopkeeper.core.web import policies

urlpatterns = [
    path("policies/", policies.show_policies, name="policies"),
    path("policies/<str:code>/", policies.show_policy, name="policy"),
    path("policies/<str:code>/decision/", policies.decide, name="decision"),
]
