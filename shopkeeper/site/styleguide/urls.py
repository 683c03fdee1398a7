"""Addresses of the style guide."""

from django.urls import path

from shopkeeper.site.styleguide import pages

app_name = "styleguide"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("work/", pages.work, name="work"),
    path("analysis/", pages.analysis, name="analysis"),
    path("story/", pages.story, name="story"),
    path("form/", pages.form, name="form"),
    path("refusal/", pages.refusal, name="refusal"),
    path("refusal/closing/", pages.closing, name="closing"),
    path("public/", pages.public, name="public"),
    path("error/", pages.error, name="error"),
]
