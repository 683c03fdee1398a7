"""Addresses of the feedback."""

from django.urls import path

from shopkeeper.feedback.web import inbox, survey, topics

urlpatterns = [
    path("feedback/", inbox.show_inbox, name="inbox"),
    path("feedback/topics/", topics.show_topics, name="topics"),
    path("feedback/<uuid:feedback_id>/", inbox.show_feedback, name="feedback"),
    path("feedback/<uuid:feedback_id>/note/", inbox.take_note, name="note"),
    path("s/<str:token>/", survey.answer, name="survey"),
]
