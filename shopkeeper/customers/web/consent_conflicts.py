"""Where sources disagree about what customers allow: for whoever answers for privacy."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core.paging import Pages, page_asked
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.contracts import Purpose
from shopkeeper.customers.queries.consent_conflicts import ConsentConflict, list_conflicts
from shopkeeper.customers.rules.consents import CHANNELS, Ground
from shopkeeper.customers.words import CHANNEL_WORDS, CONSENT_GROUNDS, CONSENT_REASONS, PURPOSE_WORDS
from shopkeeper.organization import public as organization

SEE = "customers.view_consent_conflicts"
PAGE = 50


@door(SEE)
def show_conflicts(request: PageRequest) -> HttpResponse:
    """The latest ones, by purpose, channel and why one answer counts."""
    asked = {name: request.GET.get(name, "") for name in ("purpose", "channel", "ground")}
    page = page_asked(request.GET)
    found = list_conflicts(
        purpose=_pick(asked["purpose"], [Purpose.MARKETING, Purpose.SURVEY]),
        channel=_pick(asked["channel"], CHANNELS) or "", ground=_pick(asked["ground"], list(Ground)),
        limit=PAGE + 1, offset=(page - 1) * PAGE,
    )  # fmt: skip
    context = {
        "rows": tell(found[:PAGE]), "is_filtered": any(asked.values()) or page > 1,
        "pages": Pages(
            page=page, size=PAGE, shown=len(found[:PAGE]), has_more=len(found) > PAGE,
            query={name: text for name, text in asked.items() if text},
        ),
        "filters": [*_chips(asked, "ground", CONSENT_GROUNDS), *_chips(asked, "purpose", PURPOSE_WORDS),
                    *_chips(asked, "channel", CHANNEL_WORDS)],
    }  # fmt: skip
    return render(request, "customers/consent_conflicts.html", context)


def tell(conflicts: Sequence[ConsentConflict]) -> list[dict[str, Any]]:
    """Each in words: what it is about, who spoke for which brand (where there are several), why one answer counts."""
    brands = dict(organization.list_brands()) if conflicts else {}
    return [
        {"conflict": row, "about": f"{_(PURPOSE_WORDS[row.purpose])} {_(CHANNEL_WORDS[row.channel])}",
         "voices": [(one, brands.get(one.brand, one.brand) if len(brands) > 1 else "") for one in row.voices],
         "why": _(CONSENT_REASONS[row.ground])}
        for row in conflicts
    ]  # fmt: skip


def _pick[T: str](said: str, offered: Sequence[T]) -> T | None:
    return next((one for one in offered if one == said), None)


def _chips(asked: dict[str, str], name: str, words: dict[Any, str]) -> list[dict[str, Any]]:
    """A chip for each value: pressed again it lets go."""
    chips = []
    for value, label in words.items():
        is_on = asked[name] == value
        query = urlencode({key: text for key, text in {**asked, name: "" if is_on else value}.items() if text})
        chips.append({"label": _(label), "url": f"?{query}", "is_on": is_on})
    return chips
