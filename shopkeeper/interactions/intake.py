"""What imports bring of the interactions: the tree of topics, contacts with their waiting times, steps in the shop."""

from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    INSTANT,
    INTEGER,
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
from shopkeeper.core.keys import make_stubs
from shopkeeper.core.late_facts import WHO, Learner, register_learner
from shopkeeper.core.schema import ensure_months
from shopkeeper.core.setwise import adopt_stubs, batch, execute, refuse, refuse_taken, upsert
from shopkeeper.interactions.contracts import Channel, StepKind, TopicKind
from shopkeeper.interactions.models import Interaction, ShopStep, Topic

_AT = ("source", "source_key", "occurred_at")


@action
def load_topics(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Topics and reasons. A code that was only seen gets described."""
    adopt_stubs(staged, Topic, "code", "s.code")
    refuse_taken(staged, Topic, "code", "s.code", "code_taken:code")
    values = {"code": "s.code", "name": "coalesce(s.name, s.code)", "kind": "coalesce(s.kind, 'topic')"}
    return upsert(staged, Topic, {**values, "parent": "s.parent_id"}, now=now)


@action
def load_interactions(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Contacts; who is meant follows from the order where the file does not say."""
    _prepare(staged, Interaction, now)
    plain = ("occurred_at", "kind", "queue_seconds", "handle_seconds", "outcome", "text")
    values = {name: f"s.{name}" for name in plain}
    values |= {
        "channel": f"coalesce(s.channel, {_CHANNEL_OF_KIND})",
        "record": "coalesce(s.customer_record_id, s.order_record_id)",
        "customer": "coalesce(s.customer_id, s.order_customer_id)",
        "outlet": "s.outlet_id",
        "employee": "s.employee_id",
        "topic": "s.topic_id",
        "order_ref": "'order:' || s.order_id",
    }
    return upsert(staged, Interaction, values, now=now, conflict=_AT)


_CHANNEL_OF_KIND = "CASE s.kind WHEN 'call' THEN 'phone' WHEN 'visit' THEN 'store' ELSE s.kind END"


@action
def load_shop_steps(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Steps through the e-shop."""
    _prepare(staged, ShopStep, now)
    plain = ("occurred_at", "session_key", "step", "detail", "device", "postcode_area", "region", "sku", "value")
    values = {name: f"s.{name}" for name in plain}
    values |= {"nearest_outlet": "s.nearest_outlet_id", "record": "s.customer_record_id", "customer": "s.customer_id"}
    return upsert(staged, ShopStep, values, now=now, conflict=_AT)


def _prepare(staged: Staged, model: type[models.Model], now: datetime) -> None:
    """Make the months that the batch needs, and take away rows that a corrected file has moved to another time."""
    table = model._meta.db_table
    refuse(staged, "in_the_future:occurred_at", f"s.occurred_at > '{now.isoformat()}'::timestamptz + interval '2 days'")
    for month in _months(staged):
        ensure_months(table, month, month)
    if not staged.fresh:
        execute(
            f"DELETE FROM {table} t USING {staged.table} s WHERE {batch(staged)}"
            " AND (t.source, t.source_key) = (s.source, s.source_key) AND t.occurred_at <> s.occurred_at"
        )


def _months(staged: Staged) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT date_trunc('month', s.occurred_at AT TIME ZONE 'UTC')::date"
            f" FROM {staged.table} s WHERE {batch(staged)}"
        )
        return [month for (month,) in cursor.fetchall()]


def _topics_of(kind: TopicKind) -> Reference:
    @action
    def resolve(*, keys: str, by: Actor, now: datetime) -> None:
        """Topics by their code, in whatever source; a new code becomes a stub of this kind."""
        find = f"UPDATE {keys} k SET id = t.id FROM interactions_topic t WHERE k.id IS NULL AND t.code = k.key"
        execute(find)
        make_stubs(keys, Topic, {"code": "k.key", "name": "k.key", "kind": f"'{kind}'"}, now=now)
        execute(find)

    return Reference(kind, resolve)


register_learner(Learner("order", Interaction, "t.order_ref = d.ref", WHO))
for topic_kind in TopicKind:
    register_reference(_topics_of(topic_kind))

_FUTURE = {"in_the_future": _("It lies in the future.")}
register(
    CanonicalTable(
        "topics",
        _("The one tree of topics and reasons."),
        (
            Column("code", TEXT, _("The code that other files use."), required=True),
            Column("name", TEXT, _("What people call it; the code where empty.")),
            Column("kind", TEXT, _("What it is used for; a topic where empty."), codes=tuple(TopicKind)),
            Column("parent_key", TEXT, _("The code of the topic above."), refers=TopicKind.TOPIC),
        ),
        70,
        load_topics,
        fills="interactions_topic",
        refusals={"code_taken": _("Another source or row describes this code already.")},
    )
)
register(
    CanonicalTable(
        "interactions",
        _("Contacts: calls, chats, mails, letters, visits, with their waiting times."),
        (
            Column("kind", TEXT, _("What it was."), required=True, codes=("call", "chat", "email", "visit", "letter")),
            Column("channel", TEXT, _("How it came; follows from the kind where empty."), codes=tuple(Channel)),
            Column("customer_key", TEXT, _("Who; the order's customer where empty."), refers="customer"),
            Column("outlet_key", TEXT, _("Where."), refers="outlet"),
            Column("employee_key", TEXT, _("Who served."), refers="employee"),
            Column("topic_code", TEXT, _("Why they came."), refers=TopicKind.CONTACT_REASON),
            Column("order_key", TEXT, _("About which order."), refers="order"),
            Column("queue_seconds", INTEGER, _("How long they waited.")),
            Column("handle_seconds", INTEGER, _("How long they were served.")),
            Column("outcome", TEXT, _("How it ended."), codes=("answered", "abandoned", "resolved", "transferred")),
            Column("text", TEXT, _("What was said or written.")),
            Column("occurred_at", INSTANT, _("When it began."), required=True),
        ),
        150,
        load_interactions,
        fills="interactions_interaction",
        refusals=_FUTURE,
        tells=(_("how long people wait, and who has to ask twice"), _("which broken promises make people call")),
    )
)
register(
    CanonicalTable(
        "shop_steps",
        _("Steps of visitors through the e-shop."),
        (
            Column("session_key", TEXT, _("Which visit."), required=True),
            Column("step", TEXT, _("What they did."), required=True, codes=tuple(StepKind)),
            Column("detail", TEXT, _("A code: which options were shown, which error, what was not found.")),
            Column("device", TEXT, _("Phone, tablet, desktop.")),
            Column("postcode_area", TEXT, _("Where they are, as LS.")),
            Column("region", TEXT, _("Their region.")),
            Column("nearest_outlet_key", TEXT, _("The outlet nearest to them."), refers="outlet"),
            Column("sku", TEXT, _("What they looked at.")),
            Column("customer_key", TEXT, _("Who, where they were signed in."), refers="customer"),
            Column("value", NUMBER, _("What was in the cart, in money.")),
            Column("occurred_at", INSTANT, _("When."), required=True),
        ),
        160,
        load_shop_steps,
        fills="interactions_shopstep",
        refusals=_FUTURE,
        tells=(_("at which step shoppers give up, and where"),),
    )
)
