"""Everything that is held about a person, to be given to them."""

from typing import Any
from uuid import UUID

from shopkeeper.customers import facts
from shopkeeper.customers.models import FormerVersion, Profile, SourceRecord
from shopkeeper.customers.queries.identity import ids_of, records_of


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
