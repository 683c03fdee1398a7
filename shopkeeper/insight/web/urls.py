"""Addresses of the insight."""

from django.urls import path

from shopkeeper.insight.web import metrics

urlpatterns = [
    path("metrics/", metrics.show_scorecard, name="scorecard"),
    path("metrics/<str:name>/", metrics.show_metric, name="metric"),
    path("metrics/<str:name>/records/", metrics.show_records, name="records"),
]
