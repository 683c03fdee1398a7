"""What imports bring of the voice of the customer: who was asked, and what they said."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    INSTANT,
    NUMBER,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import make_stubs, resolve_keys
from shopkeeper.core.late_facts import WHO, Learner, register_learner
from shopkeeper.core.setwise import refuse, upsert
from shopkeeper.feedback.models import Feedback, Invitation

_WHO = {
    "record": "coalesce(s.customer_record_id, s.order_record_id)",
    "customer": "coalesce(s.customer_id, s.order_customer_id)",
    "outlet": "coalesce(s.outlet_id, s.order_outlet_id)",
    "order": "s.order_id",
}
_OUT_OF_SCALE = """s.score IS NOT NULL AND NOT CASE s.scale
    WHEN 'nps' THEN s.score BETWEEN 0 AND 10 WHEN 'csat' THEN s.score BETWEEN 1 AND 5
    WHEN 'ces' THEN s.score BETWEEN 1 AND 7 WHEN 'stars' THEN s.score BETWEEN 1 AND 5 ELSE true END"""


@action
def load_invitations(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Who was asked for their opinion, about what."""
    values = {**_WHO, "touchpoint": "s.touchpoint", "sent_at": "s.sent_at"}
    return upsert(staged, Invitation, values, now=now)


@action
def load_feedback(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What people said; who and where follows from the order where the file does not say."""
    refuse(staged, "missing:scale", "s.score IS NOT NULL AND s.scale IS NULL")
    refuse(staged, "out_of_scale:score", _OUT_OF_SCALE)
    plain = ("kind", "channel", "touchpoint", "department_code", "scale", "score", "text", "language", "occurred_at")
    values = {**_WHO, **{name: f"s.{name}" for name in plain}}
    values |= {"title": "left(s.title, 250)", "product": "s.product_id", "invitation": "s.invitation_id"}
    return upsert(staged, Feedback, values, now=now)


@action
def resolve_invitations(*, keys: str, by: Actor, now: datetime) -> None:
    """Invitations by their key; one that was only answered is dated by its import until it is described."""
    resolve_keys(keys, Invitation, {"id": "t.id"})
    make_stubs(keys, Invitation, {"sent_at": f"'{now.isoformat()}'::timestamptz"}, now=now)
    resolve_keys(keys, Invitation, {"id": "t.id"})


for model in (Invitation, Feedback):
    register_learner(Learner("order", model, "t.order_id = d.order_id", {**WHO, "outlet": "outlet_id"}))
register_reference(Reference("invitation", resolve_invitations))
register(
    CanonicalTable(
        "invitations",
        _("Who was asked for their opinion."),
        (
            Column("customer_key", TEXT, _("Who; the order's customer where empty."), refers="customer"),
            Column("touchpoint", TEXT, _("About what: delivery, store visit, call."), required=True),
            Column("outlet_key", TEXT, _("Where; as in the order where empty."), refers="outlet"),
            Column("order_key", TEXT, _("About which order."), refers="order"),
            Column("sent_at", INSTANT, _("When they were asked."), required=True),
        ),
        210,
        load_invitations,
        fills="feedback_invitation",
        tells=(_("how many answer, and so how far the scores can be trusted"),),
    )
)
register(
    CanonicalTable(
        "feedback",
        _("What customers said: surveys, reviews, complaints, mentions."),
        (
            Column("kind", TEXT, _("What it is."), required=True, codes=("survey", "review", "complaint", "mention")),
            Column("channel", TEXT, _("How it came: web, email, store, social.")),
            Column("touchpoint", TEXT, _("About what: delivery, store visit, product.")),
            Column("invitation_key", TEXT, _("What it responds to."), refers="invitation"),
            Column("customer_key", TEXT, _("Who; the order's customer where empty."), refers="customer"),
            Column("order_key", TEXT, _("About which order."), refers="order"),
            Column("sku", TEXT, _("About which product."), refers="product"),
            Column("outlet_key", TEXT, _("About which outlet; the order's where empty."), refers="outlet"),
            Column("department_code", TEXT, _("About which department.")),
            Column("scale", TEXT, _("What was asked."), codes=("nps", "csat", "ces", "stars")),
            Column("score", NUMBER, _("The score on that scale.")),
            Column("title", TEXT, _("The headline.")),
            Column("text", TEXT, _("The words.")),
            Column("language", TEXT, _("The language of the words, as en.")),
            Column("occurred_at", INSTANT, _("When it was said."), required=True),
        ),
        220,
        load_feedback,
        fills="feedback_feedback",
        refusals={"out_of_scale": _("The score is not on its scale.")},
        tells=(_("how satisfied people are, and what they complain of"),),
    )
)
