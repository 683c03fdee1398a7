"""Addresses of recovery."""

from django.urls import path

from shopkeeper.recovery.web import capacity, doing, giving, playbooks, queue, waiting

urlpatterns = [
    path("cases/", queue.show_queue, name="queue"),
    path("cases/waiting/", waiting.show_groups, name="groups"),
    path("cases/waiting/<str:fault>/", waiting.show_people, name="people"),
    path("cases/waiting/<uuid:episode_id>/case/", doing.open_for_somebody, name="open"),
    path("cases/playbooks/", playbooks.show_playbooks, name="playbooks"),
    path("cases/playbooks/<str:fault>/", playbooks.show_playbook, name="playbook"),
    path("cases/playbooks/<str:fault>/draft/", playbooks.show_draft, name="playbook_draft"),
    path("cases/playbooks/<str:fault>/example/", playbooks.show_example, name="playbook_example"),
    path("cases/capacity/", capacity.show_teams, name="teams"),
    path("cases/capacity/team/", capacity.show_team, name="team"),
    path("cases/capacity/team/preview/", capacity.preview_team, name="team_preview"),
    path("cases/<str:number>/", doing.show_case, name="case"),
    path("cases/<str:number>/brief/", queue.show_brief, name="brief"),
    path("cases/<str:number>/steps/<int:position>/completion/", doing.complete, name="completion"),
    path("cases/<str:number>/steps/<int:position>/gift/", giving.give_now, name="step_gift"),
    path("cases/<str:number>/notes/", doing.note, name="notes"),
    path("cases/<str:number>/owner/", doing.hand_over, name="owner"),
    path("cases/<str:number>/resolution/", doing.resolve, name="resolution"),
    path("cases/<str:number>/reopening/", doing.reopen, name="reopening"),
    path("cases/<str:number>/remedies/", giving.offer, name="remedies"),
    path("cases/<str:number>/remedies/<uuid:remedy_id>/gift/", giving.give, name="gift"),
    path("cases/<str:number>/remedies/<uuid:remedy_id>/release/", giving.release, name="release"),
    path("cases/<str:number>/remedies/<uuid:remedy_id>/decision/", giving.decide, name="decision"),
]
