"""Everything that is held about a person, to be given to them."""

import io
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.template.loader import render_to_string

from shopkeeper.core.words import write_code
from shopkeeper.customers import facts
from shopkeeper.customers.models import FormerVersion, Profile, SourceRecord
from shopkeeper.customers.queries.identity import ids_of, records_of
from shopkeeper.organization import public as organization


def export_customer(customer_id: UUID) -> dict[str, Any]:
    """Profile, source records with their former versions, and the rows of each module."""
    ids, records = ids_of(customer_id), records_of(customer_id)
    hidden = {"written_xid", "search_text", "lineage", "id", "customer_id"}
    columns = [f.attname for f in Profile._meta.concrete_fields if f.attname not in hidden]
    said = [f.attname for f in SourceRecord._meta.concrete_fields if f.attname not in hidden]
    return {
        "profile": Profile.objects.filter(customer=ids[0]).values(*columns).first(),
        "source_records": list(SourceRecord.objects.filter(pk__in=records).order_by("recorded_at").values(*said)),
        "former_versions": list(FormerVersion.objects.filter(record__in=records).values("said", "replaced_at")),
        **facts.export_held(ids),
    }


def pack_export(customer_id: UUID, *, now: datetime) -> bytes:
    """The same as a zip: `data.json` for machines, `data.html` to be read, and the files that they gave us. Nothing of
    it is kept."""
    given = export_customer(customer_id)
    plain = msgspec.json.decode(msgspec.json.encode(given))
    tables = [_table(name, rows) for name, rows in plain.items() if rows]
    page = render_to_string(
        "customers/export.html", {"tables": tables, "now": now, "retailer": organization.get_retailer().name}
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", msgspec.json.format(msgspec.json.encode(given), indent=2))
        archive.writestr("data.html", page)
        for name, content in facts.enclose_files(ids_of(customer_id)):
            archive.writestr(name, content)
    return packed.getvalue()


def _table(name: str, rows: Any) -> dict[str, Any]:
    listed = rows if isinstance(rows, list) else [rows]
    columns = [column for column in listed[0] if any(row.get(column) not in (None, "", [], {}) for row in listed)]
    cells = [[row.get(column) for column in columns] for row in listed]
    return {"name": write_code(name), "columns": [write_code(column) for column in columns], "rows": cells}
