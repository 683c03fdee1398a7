"""Packs, and what a scanner reads."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.contracts import CodeKind
from shopkeeper.catalog.intake.pairs import refuse_pair_taken
from shopkeeper.catalog.models import Barcode, Pack
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import refuse, refuse_taken, upsert

_TIDY = r"upper(regexp_replace(s.code, '[\s-]+', '', 'g'))"
_IS_GTIN = rf"({_TIDY} ~ '^[0-9]+$' AND length({_TIDY}) IN (8, 12, 13, 14) AND s.kind IS DISTINCT FROM 'internal')"
# GS1 General Specifications 7.9: weights 3 and 1 from the right, the sum ends in 0.
_HAS_RIGHT_DIGIT = f"""(
    SELECT sum(substr(lpad({_TIDY}, 14, '0'), place, 1)::int * CASE place % 2 WHEN 1 THEN 3 ELSE 1 END) % 10 = 0
    FROM generate_series(1, 14) place)"""
_CODE = f"CASE WHEN {_IS_GTIN} THEN lpad({_TIDY}, 14, '0') ELSE {_TIDY} END"
_KIND = f"CASE WHEN {_IS_GTIN} THEN '{CodeKind.GTIN}' ELSE '{CodeKind.INTERNAL}' END"


@action
def load_packs(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """In which packs products come."""
    refuse(staged, "not_positive:quantity", "s.quantity < 1")
    refuse_pair_taken(staged, Pack, ("product_id", "name"), "pack_taken")
    values = {"product": "s.product_id", "name": "s.name", "quantity": "s.quantity"}
    return upsert(staged, Pack, values, now=now)


@action
def load_barcodes(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Codes on products; one that was misread is refused, since it would sell another product."""
    refuse(staged, "wrong_check_digit:code", f"CASE WHEN {_IS_GTIN} THEN NOT {_HAS_RIGHT_DIGIT} END")
    refuse(staged, "not_positive:quantity", "s.quantity < 1")
    refuse_taken(staged, Barcode, "code", _CODE, "code_taken:code")
    values = {"product": "s.product_id", "code": _CODE, "kind": _KIND, "quantity": "coalesce(s.quantity, 1)"}
    return upsert(staged, Barcode, values, now=now)


_POSITIVE = {"not_positive": _("There must be at least one.")}
register(
    CanonicalTable(
        "packs",
        _("In which packs a product comes: a case of 12."),
        (
            Column("sku", TEXT, _("The product."), required=True, refers="product"),
            Column("name", TEXT, _("What people call the pack."), required=True),
            Column("quantity", INTEGER, _("How many base units are in it."), required=True),
        ),
        43,
        load_packs,
        fills="catalog_pack",
        refusals={**_POSITIVE, "pack_taken": _("Another row describes this pack of the product already.")},
    )
)
register(
    CanonicalTable(
        "barcodes",
        _("What a scanner reads on a product or its pack; several a product."),
        (
            Column("sku", TEXT, _("The product."), required=True, refers="product"),
            Column("code", TEXT, _("The code; 8, 12, 13 or 14 digits are a GTIN, whose check digit must be right."),
                   required=True),
            Column("quantity", INTEGER, _("How many base units one scan means; 1 where empty.")),
            Column("kind", TEXT, _("`internal` for a house's own code that only looks like a GTIN."),
                   codes=(CodeKind.GTIN, CodeKind.INTERNAL)),
        ),
        44,
        load_barcodes,
        fills="catalog_barcode",
        refusals={
            **_POSITIVE,
            "wrong_check_digit": _("The last digit does not fit the others: the code was misread."),
            "code_taken": _("Another row has this code already; a code stands for one product."),
        },
    )
)  # fmt: skip
