"""Numbers with their nouns, one or many."""

from django.utils.translation import ngettext


def write_customers(count: int) -> str:
    """1 customer, 2 customers."""
    return ngettext("%(n)s customer", "%(n)s customers", count) % {"n": f"{count:,}"}


def write_people(count: int) -> str:
    """1 person, 2 people."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": f"{count:,}"}


def write_records(count: int) -> str:
    """1 record, 2 records."""
    return ngettext("%(n)s record", "%(n)s records", count) % {"n": f"{count:,}"}


def write_names(count: int) -> str:
    """1 name, 2 names."""
    return ngettext("%(n)s name", "%(n)s names", count) % {"n": f"{count:,}"}
