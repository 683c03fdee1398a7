"""Addresses of the messages."""

from django.urls import path

from shopkeeper.messages.web import outbox

urlpatterns = [
    path("mail/", outbox.show_outbox, name="outbox"),
    path("mail/<uuid:message_id>/", outbox.show_message, name="message"),
]
