"""Addresses of the insight."""

from django.urls import path

from shopkeeper.insight.web import causes, metrics

urlpatterns = [
    path("causes/", causes.show_causes, name="causes"),
    path("causes/<uuid:cause_id>/", causes.show_cause, name="cause"),
    path("causes/<uuid:cause_id>/people/", causes.show_people, name="cause_people"),
    path("metrics/", metrics.show_scorecard, name="scorecard"),
    path("metrics/<str:name>/", metrics.show_metric, name="metric"),
    path("metrics/<str:name>/records/", metrics.show_records, name="records"),
]
