"""Feedback comes in on the customer's record, is read, seen by those whom it concerns, and asked for with tact."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.catalog.models import Product
from shopkeeper.core.events import Announcement, handlers_of
from shopkeeper.core.intake import RowsImported
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.feedback import public as feedback
from shopkeeper.feedback.access import access_feedback
from shopkeeper.feedback.actions.inviting import invite, open_survey, sign_invitation
from shopkeeper.feedback.customer_facts import tell
from shopkeeper.feedback.errors import FeedbackNotFound, NothingSaid, SurveyClosed
from shopkeeper.feedback.models import Feedback, Invitation, Mention
from shopkeeper.feedback.panels import gather_product
from shopkeeper.feedback.queries.topics import count_topics
from shopkeeper.feedback.rules.texts import VERSION
from shopkeeper.messages.models import Message
from tests.orders.book import BY, NOW, ann, clerk, open_shop, outlet, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    open_shop()


def say(text: str = "", score: int | None = 2, **facts: object) -> feedback.FeedbackCard:
    said = feedback.NewFeedback(
        kind=feedback.FeedbackKind.SURVEY, occurred_at=NOW, scale=feedback.Scale.CSAT,
        score=None if score is None else Decimal(score), text=text, customer_id=ann().customer_id, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    found = feedback.find_feedback(feedback.record_feedback(feedback=said, by=BY, now=NOW))
    assert found is not None
    return found


def test_what_was_written_is_read_topic_by_topic_with_the_words_that_say_so() -> None:
    card = say("Lovely lamp but the parcel came days after the date. Your staff were rude.")
    assert feedback.read_new_texts(by=BY, now=NOW) == 1
    found = {m.topic: (m.words, m.sentiment < 0) for m in access_feedback(BY, card.id).mentions}
    assert found == {
        "Delivery": ("but the parcel came days after the date.", False),
        "Late delivery": ("but the parcel came days after the date.", False),
        "Staff": ("Your staff were rude.", True),
        "Kind and helpful staff": ("Your staff were rude.", True),
    }
    assert feedback.read_new_texts(by=BY, now=NOW) == 0


def test_words_of_another_language_are_judged_by_the_writers_own_score() -> None:
    say("A entrega atrasou muito", score=1, language="pt-br")
    feedback.read_new_texts(by=BY, now=NOW)
    assert set(Mention.objects.values_list("topic__code", "sentiment", "found_by")) == {
        ("delivery", Decimal("-1.000"), "keywords+score"),
        ("delivery.late", Decimal("-1.000"), "keywords+score"),
    }


def test_an_import_has_its_texts_read_after_it() -> None:
    common = {"kind": "review", "scale": "stars", "score": 1, "recorded_at": NOW, "occurred_at": NOW}
    Feedback.objects.create(source_key="r1", text="Delivery was late.", **common)
    Feedback.objects.create(source_key="r2", text="", **common)
    imported = RowsImported(table="feedback", source="shop", run_id="1", created=2, updated=0)
    heard = Announcement(UUID(int=1), imported, "system", "import", NOW, history=True)
    [handler] = [h for h in handlers_of("core.rows_imported", history=True) if h.name.startswith("feedback.")]
    handler.function(heard)
    handler.function(heard)
    assert list(Feedback.objects.order_by("source_key").values_list("analyzed_with", flat=True)) == [VERSION, ""]
    assert Mention.objects.filter(topic__code="delivery.late").count() == 1


def test_the_same_feedback_is_written_down_once_and_an_empty_one_not_at_all() -> None:
    assert say(source="web", source_key="9").id == say(source="web", source_key="9").id
    with pytest.raises(NothingSaid):
        say(score=None)
    assert Feedback.objects.count() == 1


def test_those_of_a_store_read_what_is_about_it() -> None:
    here, elsewhere = say("x", outlet_id=outlet("leeds")), say("y")
    reader = clerk("leeds")
    with pytest.raises(FeedbackNotFound):
        access_feedback(_may_read(reader), elsewhere.id)
    assert access_feedback(_may_read(reader), here.id) == here
    assert [card.id for card in feedback.list_inbox(by=_may_read(reader), view="all")] == [here.id]


def test_the_unhappy_stay_on_the_list_until_somebody_takes_note() -> None:
    sad, happy = say("The delivery was late", score=1), say("Great", score=5)
    feedback.read_new_texts(by=BY, now=NOW)
    assert [card.id for card in feedback.list_inbox(by=BY, view="low")] == [sad.id]
    assert [(name, n) for _id, name, n in count_topics(by=BY, view="low", now=NOW)] == [
        ("Delivery", 1),
        ("Late delivery", 1),
    ]
    feedback.take_note(feedback_id=sad.id, outcome=feedback.NoteOutcome.ANSWERED, by=BY, now=NOW)
    assert feedback.list_inbox(by=BY, view="low") == []
    assert {card.id for card in feedback.list_inbox(by=BY, view="all")} == {sad.id, happy.id}


def test_a_customer_is_asked_once_about_an_order_and_never_against_their_word() -> None:
    card = place()
    message = invite(order_id=card.id, touchpoint="delivery", by=BY, now=NOW)
    assert invite(order_id=card.id, touchpoint="delivery", by=BY, now=NOW) is None
    sent = Message.objects.get(pk=message)
    assert (sent.subject, sent.held_back, sent.contact_point) == ("How did your delivery go?", "", "ann@mail.test")
    assert "/s/" in sent.body
    record_consent(
        customer_id=card.customer_id,
        purpose=customers.Purpose.SURVEY,
        state=customers.ConsentState.DENIED,
        by=BY,
        now=NOW,
    )
    other = place(number="W-2", source_key="w2")
    message = invite(order_id=other.id, touchpoint="delivery", by=BY, now=NOW)
    assert Message.objects.get(pk=message).held_back == "no_consent"


def test_a_survey_is_answered_on_its_page_once() -> None:
    card = place()
    invite(order_id=card.id, touchpoint="delivery", by=BY, now=NOW)
    address = f"/s/{sign_invitation(Invitation.objects.get().id)}/"
    client = Client()
    assert client.get(address).status_code == 200
    assert b"Choose one of the five" in client.post(address, {"text": "hm"}).content
    assert Feedback.objects.count() == 0
    thanks = client.post(address, {"score": "2", "text": "The parcel was late"})
    assert b"Thank you" in thanks.content
    said = Feedback.objects.get()
    assert (said.customer_id, said.order_id, said.score, said.scale) == (card.customer_id, card.id, 2, "csat")
    closed = client.get(address)
    assert closed.status_code == 410
    assert b"answered already" in closed.content
    assert b'href="/"' not in closed.content, "a customer is shown no way into the house"
    assert client.get("/s/forged:token/").status_code == 410
    with pytest.raises(SurveyClosed):
        open_survey("x")


def _may_read(actor):
    return type(actor)(actor.kind, actor.id, actor.name, actor.permissions | {"feedback.view_feedback"}, actor.scopes)


def test_feedback_is_told_in_the_customers_story() -> None:
    say("The delivery was late", score=1)
    person = ann().customer_id
    from_facts = customers.ids_of(person)
    told = tell(from_facts, by=BY, now=NOW + timedelta(1), limit=9)
    assert [(entry.title, entry.tone, entry.said) for entry in told] == [
        ("Answered a survey: 1 of 5", "bad", "The delivery was late")
    ]


def test_words_about_a_product_stand_on_its_page() -> None:
    lamp = Product.objects.get(sku="LAMP").id
    say("The brass is thin.", product_id=lamp)
    say("", product_id=lamp)
    said = gather_product(lamp, by=BY, now=NOW)
    assert said is not None
    assert [card.text for card in said["said"]] == ["The brass is thin."]
    assert gather_product(Product.objects.get(sku="RUG").id, by=BY, now=NOW) is None
