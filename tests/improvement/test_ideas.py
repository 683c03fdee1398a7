"""Who serves customers can raise what they see, and gets a response."""

from datetime import UTC, datetime

import pytest

from shopkeeper.core import work
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.improvement.access import access_idea
from shopkeeper.improvement.actions.ideas import raise_idea, respond_to_idea
from shopkeeper.improvement.contracts import IdeaVerdict
from shopkeeper.improvement.errors import AlreadyResponded, IdeaNotFound, NothingSaid, OnlyStaff
from shopkeeper.improvement.models import Idea, IdeaResponse
from shopkeeper.improvement.queries.ideas import list_ideas
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role
from tests.improvement.scene import NOW, SYSTEM, actor, employ, late_in_the_north
from tests.improvement.test_doors import signed_in

pytestmark = pytest.mark.django_db
SEEN = "The label says medium, the sweater is a small."


@pytest.fixture
def amara() -> Employee:
    """The owner of the customer's experience."""
    return employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER)


@pytest.fixture
def priya(amara: Employee) -> Employee:
    """Somebody who answers calls."""
    return employ("Priya Shah", Role.CONTACT_CENTER_AGENT)


def test_an_idea_reaches_the_owner_of_the_experience_with_a_day_to_respond_by(priya: Employee, amara: Employee) -> None:
    raise_idea(text=SEEN, by=actor(priya), now=NOW)
    idea = Idea.objects.get()
    # A week of office hours from Wednesday 09:30.
    assert (idea.listener_id, idea.due_at) == (amara.id, datetime(2026, 3, 11, 9, 30, tzinfo=UTC))
    (item,) = work.list_work(by=actor(amara), now=NOW)
    assert (item.title, item.due_at) == ("Respond to Priya Shah’s idea", idea.due_at)


def test_an_idea_about_a_problem_reaches_its_owner(priya: Employee) -> None:
    sam = employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    raise_idea(text=SEEN, problem_id=late_in_the_north().id, by=actor(priya), now=NOW)
    assert Idea.objects.get().listener_id == sam.id


def test_who_raised_it_reads_the_response_first(priya: Employee, amara: Employee) -> None:
    idea_id = raise_idea(text=SEEN, by=actor(priya), now=NOW)
    respond_to_idea(idea_id=idea_id, verdict=IdeaVerdict.DONE, text="Relabeled today.", by=actor(amara), now=NOW)
    (notice,) = work.list_notices(by=actor(priya), now=NOW)
    assert notice.text == "Amara Okafor responded to your idea: done."
    (card,) = list_ideas(by=actor(priya), now=NOW)
    assert (card.is_mine, card.verdict, card.response) == (True, "done", "Relabeled today.")
    assert work.list_work(by=actor(amara), now=NOW) == []


def test_a_bare_no_is_no_response_and_there_is_one_only(priya: Employee, amara: Employee) -> None:
    idea_id = raise_idea(text=SEEN, by=actor(priya), now=NOW)
    with pytest.raises(NothingSaid):
        respond_to_idea(idea_id=idea_id, verdict=IdeaVerdict.NOT_NOW, text=" ", by=actor(amara), now=NOW)
    respond_to_idea(idea_id=idea_id, verdict=IdeaVerdict.NOT_NOW, text="Too dear.", by=actor(amara), now=NOW)
    with pytest.raises(AlreadyResponded, match="Amara Okafor"):
        respond_to_idea(idea_id=idea_id, verdict=IdeaVerdict.DONE, text="Done.", by=actor(amara), now=NOW)
    assert IdeaResponse.objects.get().verdict == "not_now"


def test_machines_have_no_ideas_and_agents_do_not_respond_to_others(priya: Employee) -> None:
    with pytest.raises(OnlyStaff):
        raise_idea(text=SEEN, by=SYSTEM, now=NOW)
    idea_id = raise_idea(text=SEEN, by=actor(priya), now=NOW)
    with pytest.raises(NotPermitted):
        respond_to_idea(idea_id=idea_id, verdict=IdeaVerdict.DONE, text="Done.", by=actor(priya), now=NOW)
    with pytest.raises(IdeaNotFound):
        access_idea(actor(employ("Sam", Role.SUPPLY_CHAIN_MANAGER)), idea_id)


def test_from_the_page(priya: Employee, amara: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    agent, owner = signed_in(priya), signed_in(amara)
    agent.post("/ideas/", {"text": SEEN})
    assert "Amara Okafor responds" in agent.get("/ideas/").content.decode()
    assert "Your response to Priya Shah" in owner.get("/ideas/").content.decode()
    owner.post(f"/ideas/{Idea.objects.get().id}/response/", {"verdict": "planned", "text": "With the next batch."})
    assert "With the next batch." in agent.get("/ideas/").content.decode()
