"""Addresses of the delivery."""

from django.urls import path

from shopkeeper.delivery.web import carriers, claims, hooks, lines, risks, services, tracking, trials

urlpatterns = [
    path("delivery/carriers/", carriers.list_carriers, name="carriers"),
    path("delivery/carriers/<str:key>/", carriers.show_carrier, name="carrier"),
    path("delivery/carriers/<str:key>/line/", lines.open_to_carrier, name="line"),
    path("delivery/at-risk/", risks.list_at_risk, name="at_risk"),
    path("delivery/parcels/<uuid:parcel_id>/notice/", risks.tell, name="tell"),
    path("delivery/parcels/<uuid:parcel_id>/loss/", risks.lose, name="lose"),
    path("delivery/claims/", claims.show_claims, name="claims"),
    path("delivery/parcels/<uuid:parcel_id>/claim/", claims.claim, name="claim"),
    path("delivery/claims/<uuid:claim_id>/answer/", claims.answer, name="claim_answer"),
    path("delivery/what-if/", trials.try_another, name="what_if"),
    path("delivery/services/", services.show_services, name="services"),
    path("delivery/services/days-off/", services.change_days_off, name="days_off"),
    path("delivery/services/<uuid:service_id>/", services.change_service, name="service"),
    path("delivery/services/<uuid:service_id>/switch/", services.switch, name="switch"),
    path("hooks/carriers/<str:carrier>/", hooks.hear_carrier, name="hook"),
    path("track/<str:token>/", tracking.show_tracking, name="track"),
]
