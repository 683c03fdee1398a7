"""What imports bring of the campaigns: spend by channel and day."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.campaigns.models import Spend
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import DATE, NUMBER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import upsert


@action
def load_spend(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What was spent where and when."""
    names = ("channel", "campaign", "spent_on", "amount", "currency")
    return upsert(staged, Spend, {name: f"s.{name}" for name in names}, now=now)


register(
    CanonicalTable(
        "marketing_spend",
        _("What marketing spent, by channel, campaign and day."),
        (
            Column("channel", TEXT, _("Search, social, print, mail."), required=True),
            Column("campaign", TEXT, _("The campaign, where it is known.")),
            Column("spent_on", DATE, _("The day."), required=True),
            Column("amount", NUMBER, _("How much."), required=True),
            Column("currency", TEXT, _("As GBP."), required=True),
        ),
        230,
        load_spend,
        fills="campaigns_spend",
        tells=(_("what it costs to win a customer"),),
    )
)
