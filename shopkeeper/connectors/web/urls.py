"""Addresses of the imports and of the webhooks."""

from django.urls import path

from shopkeeper.connectors.web import drafts, imports, webhooks

urlpatterns = [
    path("imports/", imports.show_imports, name="imports"),
    path("imports/new/", drafts.open_draft, name="new"),
    path("imports/formats/", imports.show_formats, name="formats"),
    path("webhooks/", webhooks.show_endpoints, name="webhooks"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.show_endpoint, name="webhook"),
    path("webhooks/events/", webhooks.show_events, name="webhook_events"),
    path("webhooks/<uuid:endpoint_id>/secret/", webhooks.renew, name="webhook_secret"),
    path("webhooks/<uuid:endpoint_id>/pause/", webhooks.pause, name="webhook_pause"),
    path("webhooks/<uuid:endpoint_id>/replay/", webhooks.replay_messages, name="webhook_replay"),
    path("webhooks/<uuid:endpoint_id>/removal/", webhooks.remove, name="webhook_removal"),
    path("imports/<str:number>/", imports.show_import, name="import"),
    path("imports/<str:number>/progress/", imports.show_progress, name="progress"),
    path("imports/<str:number>/draft/", drafts.show_draft, name="draft"),
    path("imports/<str:number>/rehearsal/", drafts.try_draft, name="rehearsal"),
    path("imports/<str:number>/start/", drafts.start_draft, name="start"),
    path("imports/<str:number>/refused/<int:position>/", imports.download_refused, name="refused"),
]
