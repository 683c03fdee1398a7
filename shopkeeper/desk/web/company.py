"""The company today: what broken promises cost, why, and who owns each cause."""

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core.web.doors import PageRequest, door


@door("desk.view_company")
def show_company(request: PageRequest) -> HttpResponse:
    """Causes by money, then four metrics. Nothing else."""
    return render(request, "desk/company.html")
