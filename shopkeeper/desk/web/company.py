"""The company today: what broken promises cost, why, and who owns each cause."""

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.desk.company import add_up, rows_of, sentences_of, working_of
from shopkeeper.desk.queries import list_figures
from shopkeeper.improvement import public as improvement
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization


@door("desk.view_company")
def show_company(request: PageRequest) -> HttpResponse:
    """Causes by money, then four metrics, and how the money is worked out. Nothing else."""
    now, by = clock.now(), request.actor
    loss = add_up(insight.list_causes(by=by), margin=insight.margin_of_a_year(by=by, now=now))
    currency = organization.get_retailer().currency
    owners = improvement.owners_of_causes(card.id for card in loss.causes)
    context = {
        "loss": loss,
        "sentences": sentences_of(loss, owners=owners, currency=currency),
        "working": working_of(loss, currency=currency),
        "rows": rows_of(loss, owners=owners),
        "by_money": loss.total >= 1,
        "figures": list_figures(by=by, now=now),
    }
    return render(request, "desk/company.html", context)
