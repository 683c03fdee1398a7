"""Addresses of improvement."""

from django.urls import path

from shopkeeper.improvement.web import ideas, measures, opening, parts, policy, problems

urlpatterns = [
    path("ideas/", ideas.show_ideas, name="ideas"),
    path("ideas/<uuid:idea_id>/response/", ideas.respond, name="idea_response"),
    path("problems/", problems.show_problems, name="problems"),
    path("problems/new/", opening.open_new, name="new"),
    path("problems/new/parts/", parts.list_parts, name="parts"),
    path("problems/policy/", policy.show_policy, name="policy"),
    path("problems/policy/preview/", policy.preview_policy, name="policy_preview"),
    path("problems/<str:number>/", problems.show_problem, name="problem"),
    path("problems/<str:number>/closing/", problems.close, name="closing"),
    path("problems/<str:number>/measures/", measures.propose, name="measures"),
    path("problems/<str:number>/measures/<uuid:measure_id>/effect/", measures.take_effect, name="effect"),
]
