"""The SQL that chooses each value of a profile by the rules in force."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shopkeeper.customers.models import Survivorship
from shopkeeper.customers.rules.survivorship import ADDRESS, ATTRIBUTES, NEEDS_SOURCES, Choice, Rule

PLAIN = ("email", "phone", "card_number", "language")
COLUMNS = ("name", *PLAIN, "born_on", *ADDRESS)

_FILLED = {"name": "name <> ''", "born_on": "born_on IS NOT NULL", "address": "street || city || postcode <> ''"}
_SAME = {
    "name": "lower(name)", "email": "email", "phone": "customers_digits(phone)", "card_number": "card_number",
    "born_on": "born_on", "language": "language",
    "address": "lower(regexp_replace(street || postcode, '[^[:alnum:]]', '', 'g'))",
}  # fmt: skip
"""What makes two ways of writing one value, where the most frequent is asked for."""
DIGESTS = {
    "email": "hashtextextended(customers_email(known.email), 0)",
    "phone": "hashtextextended(customers_digits(known.phone), 0)",
    "address": "hashtextextended(lower(regexp_replace(known.street || known.postcode, '[^[:alnum:]]', '', 'g')), 0)",
}
"""A contact point in plain form as a hash, by which what became of it is remembered."""
_WRITTEN_OUT = r"(name !~ '^\S?\.? ') DESC"  # "Joanna Reed" says more than a later "J Reed", whatever the rule
_WITH_STREET = "(street <> '') DESC"  # town and postcode follow the street: a later town alone is no address
_LATEST = 'at DESC, source COLLATE "C", source_key COLLATE "C"'
"""Of two values said at one moment the one of the smaller key counts, whichever came in first."""


HEARD = """EXISTS (SELECT FROM customers_valuetrial WHERE failed_at IS NOT NULL),
       EXISTS (SELECT FROM customers_sourcetrust WHERE lost_at IS NOT NULL)"""
"""Whether anything ever failed, and whether any source is trusted no more."""


def list_choices() -> dict[str, Choice]:
    """The rule of each attribute, the most recent value where nobody decided otherwise."""
    rows = Survivorship.objects.filter(ends_at=None).values_list("attribute", "rule", "sources")
    return read_choices({attribute: (rule, sources) for attribute, rule, sources in rows})


def read_choices(told: Mapping[str, tuple[str, Sequence[str]]]) -> dict[str, Choice]:
    """The choices of what was decided: attribute -> rule and sources."""
    decided = {name: Choice(name, Rule(rule), tuple(sources)) for name, (rule, sources) in told.items()}
    return {attribute: decided.get(attribute, Choice(attribute)) for attribute in ATTRIBUTES}


# A value that counts for nobody is nobody's address or number either, so it never reaches a profile.
SPOKEN = """
WITH void AS MATERIALIZED (
    SELECT k.record_id, k.kind FROM {members} AS m
    JOIN customers_link AS l ON l.customer_id = m.customer_id AND l.ends_at IS NULL
    JOIN customers_matchkey AS k ON k.record_id = l.record_id
    JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
), whole AS MATERIALIZED (
    SELECT m.owner, r.*, customers_whole_name(given_name, family_name, full_name) AS whole
    FROM {members} AS m
    JOIN customers_link AS l ON l.customer_id = m.customer_id AND l.ends_at IS NULL
    JOIN customers_sourcerecord AS r ON r.id = l.record_id
), known AS MATERIALIZED (
    SELECT owner, id AS record, source, source_key, born_on, language, street, city, postcode, region, country,
           coalesce(changed_at, published_at, recorded_at) AS at,
           CASE WHEN whole IN (lower(whole), upper(whole)) THEN initcap(whole) ELSE whole END AS name,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'email') THEN ''
                ELSE customers_email(email) END AS email,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'phone_and_name') THEN '' ELSE phone END AS phone,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'card') THEN '' ELSE card_number END AS card_number,
           lower(unaccent(concat_ws(' ', whole, email, customers_digits(phone)))) AS words
    FROM whole
), several AS MATERIALIZED (SELECT owner FROM known GROUP BY owner HAVING count(*) > 1
), spoken AS (SELECT known.*{extra} FROM known)
"""


class Choosing:
    """How each attribute is chosen, as the columns that are asked for beside the records and the order of each."""

    def __init__(self, choices: Iterable[Choice], *, has_failures: bool = False, has_lost_trust: bool = False) -> None:
        """`has_failures`: contact points failed; `has_lost_trust`: sources did. Asked for only where it is so."""
        self._marks = [mark for mark, wanted in ((_FAILED, has_failures), (_LOST, has_lost_trust)) if wanted]
        self._choices = {choice.attribute: choice for choice in choices}
        self.facts: dict[str, Any] = {
            f"sources_{choice.attribute}": list(choice.sources)
            for choice in self._choices.values()
            if choice.rule in NEEDS_SOURCES
        }

    def extra(self) -> str:
        """More columns for each record, beginning with a comma, or nothing."""
        wanted = [self._column(choice) for choice in self._choices.values()]
        wanted += [mark.format(kind=name, digest=DIGESTS[name]) for mark in self._marks for name in self._contacts()]
        return "".join(f", {sql}" for sql in wanted if sql)

    def best(self, attribute: str, value: str) -> str:
        """`value` of the record that gives this attribute; NULL when none has any."""
        return f"(array_agg({value} ORDER BY {self._order(attribute)}) FILTER (WHERE {filled(attribute)}))[1]"

    def values(self) -> str:
        """The columns of a profile, in the order of `COLUMNS`."""
        texts = [f"coalesce({self.best(name, name)}, '')" for name in ("name", *PLAIN)]
        parts = [f"coalesce({self.best('address', name)}, '')" for name in ADDRESS]  # one record gives all of them
        return ", ".join([*texts, self.best("born_on", "born_on"), *parts])

    def lineage(self) -> str:
        """Which record gave each attribute."""
        given = ", ".join(f"'{name}', {self.best(name, 'record')}" for name in ATTRIBUTES)
        return f"jsonb_strip_nulls(jsonb_build_object({given}))"

    def also(self) -> str:
        """The other values of the attributes of which all are kept."""
        kept = [name for name, choice in self._choices.items() if choice.rule is Rule.ALL]
        told = ", ".join(
            f"'{name}', nullif(to_jsonb(array_remove(array_agg(DISTINCT {name}) FILTER (WHERE {filled(name)}), "
            f"{self.best(name, name)})), '[]')"
            for name in kept
        )
        return f"jsonb_strip_nulls(jsonb_build_object({told}))" if kept else "'{}'::jsonb"

    def _order(self, attribute: str) -> str:
        first = [_WRITTEN_OUT] if attribute == "name" else []
        rule = self._choices[attribute].rule if attribute in self._choices else Rule.RECENT
        marks = ["failed", "lost"] if attribute in DIGESTS else []
        first += [f"{attribute}_{mark}" for mark in marks if _MARKS[mark] in self._marks]
        first += [_WITH_STREET] if attribute == "address" else []
        return ", ".join([*first, *([f"{attribute}_{rule}"] if rule in _COLUMN else []), _LATEST])

    def _contacts(self) -> list[str]:
        return [name for name in self._choices if name in DIGESTS]

    def _column(self, choice: Choice) -> str:
        said = _COLUMN.get(choice.rule)
        if said is None:
            return ""
        sql = said.format(
            attribute=choice.attribute, same=_SAME[choice.attribute], filled=filled(choice.attribute),
            digest=DIGESTS.get(choice.attribute, ""), said=_SAID_AT.get(choice.attribute, "''"),
        )  # fmt: skip
        return f"{sql} AS {choice.attribute}_{choice.rule}"


class Alone(Choosing):
    """The same for people of whom there is one record: it gives all that it says, and nothing is sorted."""

    def best(self, attribute: str, value: str) -> str:
        """`value` of the record where it says anything of this attribute; NULL otherwise."""
        return f"CASE WHEN {filled(attribute)} THEN {value} END"

    def also(self) -> str:
        """Nothing is left over."""
        return "'{}'::jsonb"


# Whoever kept a proof of what was allowed there has reached the person there, and so has whoever brought a parcel.
_PROVEN = """(CASE WHEN EXISTS (
    SELECT FROM customers_consent AS c
    WHERE c.record_id = known.record AND c.state = 'granted' AND c.proof <> '' AND lower(c.contact_point) = {said}
) OR EXISTS (
    SELECT FROM customers_valuetrial AS t WHERE t.record_id = known.record AND t.kind = '{attribute}'
    AND t.digest = {digest} AND t.held_at IS NOT NULL AND t.failed_at IS NULL
) THEN 0 ELSE 1 END)"""
_SAID_AT = {"email": "lower(known.email)", "phone": "lower(known.phone)"}
_FAILED = """EXISTS (
    SELECT FROM customers_valuetrial AS t WHERE t.kind = '{kind}' AND t.digest = {digest} AND t.failed_at IS NOT NULL
) AS {kind}_failed"""
_LOST = """EXISTS (
    SELECT FROM customers_sourcetrust AS t WHERE t.kind = '{kind}' AND t.lost_at IS NOT NULL
    AND t.source = known.source AND starts_with(known.source_key, t.prefix)
) AS {kind}_lost"""
_MARKS = {"failed": _FAILED, "lost": _LOST}
# Each gives less to what comes first.
_COLUMN: Mapping[Rule, str] = {
    Rule.SOURCE: "coalesce(array_position(%(sources_{attribute})s::text[], source::text), 1000)",
    Rule.DECLARED: "(CASE WHEN source = ANY(%(sources_{attribute})s::text[]) THEN 0 ELSE 1 END)",
    Rule.VERIFIED: _PROVEN,
    Rule.FREQUENT: "-count(*) FILTER (WHERE {filled}) OVER (PARTITION BY owner, {same})",
}


def filled(attribute: str) -> str:
    """Whether a record says anything about an attribute, in SQL."""
    return _FILLED.get(attribute, f"{attribute} <> ''")
