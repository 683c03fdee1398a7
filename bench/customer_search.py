"""The search for a customer among many, as a clerk types: names with slips, parts of numbers, addresses, cards.

The promise: under 50 ms at the median of each kind of question, at a million customers. The limit is stated. People are
made up by SQL with names as unequally spread as real ones (a hundredth of them share the commonest family name), since
rare names alone would be easy. An argument names another number of people.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

MILLISECONDS, TIMES = 50, 15

_PEOPLE = """
SELECT setseed(0.42);
CREATE TEMP TABLE made AS
WITH spread AS (
    SELECT n, floor(400 * power(random(), 2.5))::int AS given, floor(18000 * power(random(), 3))::int AS family,
           lpad(floor(random() * 1e9)::bigint::text, 9, '0') AS digits
    FROM generate_series(1, %(people)s) AS n
)
SELECT n, uuidv7() AS id, digits,
       (string_to_array('ja,ma,sa,da,ro,li,ke,an,el,be,chri,ste,mi,ni,jo,ca,lu,e,o,a', ','))[1 + given %% 20]
       || (string_to_array('mes,ry,rah,vid,bert,nda,vin,na,len,th,stian,phen,chael,cole,nathan,rol,cy,mily,liver,bby', ','))
          [1 + given / 20] AS given,
       (string_to_array('smi,jon,tay,bro,wil,eva,tho,rob,joh,lew,wal,whi,edw,hug,gre,hal,woo,har,mar,cla,jac,tur,hil,scot,coo,mor,war,moo,kin,wat', ','))
          [1 + family %% 30]
       || (string_to_array('th,es,lor,wn,son,ns,mas,erts,nson,is,ker,te,ards,hes,en,l,d,rison,tin,rke,kson,ner,ls,t,per,ris,rd,re,g,son', ','))
          [1 + (family / 30) %% 30]
       || (string_to_array(',er,ton,ley,man,field,well,wood,worth,by,ham,bury,den,don,ford,gate,land,more,stead,wick', ','))
          [1 + family / 900] AS family
FROM spread;
INSERT INTO customers_customer (id, number, created_at) SELECT id, 'B' || n, now() FROM made;
INSERT INTO customers_profile (id, customer_id, name, email, phone, card_number, language, street, city, postcode, region,
                               country, records, sources, lineage, search_text, updated_at)
SELECT uuidv7(), id, initcap(given || ' ' || family), given || '.' || family || n || '@example.org', '+447' || digits,
       '', '', '', 'Leeds', 'LS1', '', 'GB', 1, 1, '{}', given || ' ' || family || ' ' || given || '.' || family || n
       || '@example.org 447' || digits, now()
FROM made;
INSERT INTO customers_sourcerecord (id, source, source_key, customer_id, recorded_at, described, version, person_key,
    given_name, family_name, full_name, email, phone, card_number, language, street, city, postcode, region, country)
SELECT id, 'bench', n::text, id, now(), true, 1, '', given, family, '', '', '', '6330 ' || lpad(n::text, 8, '0'), '', '',
       '', '', '', ''
FROM made;
INSERT INTO customers_link (id, record_id, customer_id, reason, decided_by, starts_at)
SELECT uuidv7(), id, id, 'first', 'bench', now() FROM made;
INSERT INTO customers_nameword (word) SELECT given FROM made UNION SELECT family FROM made;
"""


def main(people: int) -> int:
    """Fill an empty home, ask each kind of question many times, fail where a median is above the limit."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        os.environ["SHOPKEEPER_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        return in_home(people)


def in_home(people: int) -> int:
    """The same in the home that is named."""
    from django import setup
    from django.core.management import call_command

    from shopkeeper.site.home import Home

    with Home.from_environment().postgres():
        setup()
        call_command("migrate", verbosity=0)
        fill(people)
        slowest = max(ask(kind, questions) for kind, questions in questions_of(people).items())
    print(
        f"{people:,} customers. Slowest median {slowest:.0f} ms, ratio {slowest / MILLISECONDS:.2f} of {MILLISECONDS} ms."
    )
    return int(slowest > MILLISECONDS)


def fill(people: int) -> None:
    """So many people with a profile each, written at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"people": people})
        for table in ("customers_customer", "customers_profile", "customers_sourcerecord", "customers_link"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def questions_of(people: int) -> dict[str, list[str]]:
    """What clerks type, by kind: of people who are there, spread over the whole set."""
    from shopkeeper.customers.models import Profile

    rows = list(Profile.objects.order_by("customer_id")[:: max(1, people // TIMES)][:TIMES])
    common = list(Profile.objects.filter(search_text__startswith="james smith ")[:TIMES])
    return {
        "a whole name": [row.name for row in rows],
        "the commonest name": [row.name for row in common],
        "a family name": [row.name.split()[-1] for row in rows],
        "the beginning of a name": [row.name[:6] for row in rows],
        "a name with a slip": [_slip(row.name) for row in rows],
        "a part of a telephone number": [row.phone[-7:] for row in rows],
        "a common part of a number": ["4477"] * TIMES,
        "the last four of a card": [f"{people * (place + 1) // (TIMES + 1) % 10_000:04}" for place in range(TIMES)],
        "half a card, with dashes": [f"{place:04}-{people // (place + 2) % 10_000:04}"[-7:] for place in range(TIMES)],
        "an e-mail address": [row.email for row in rows],
        "an e-mail address that nobody has": [row.email.replace("@", "x@") for row in rows],
        "the customer's number": [f"B{place + 1}" for place in range(TIMES)],
        "nobody": ["xavier quetzalcoatl", "zzyzx", "98765432109876"],
    }


def _slip(name: str) -> str:
    middle = len(name) - 3
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def ask(kind: str, questions: list[str]) -> float:
    """Ask all, print the median and the slowest; gives the median in milliseconds."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers.queries.search import search_customers

    took, found = [], 0
    for question in questions:
        began = time.perf_counter()
        found += bool(search_customers(question, by=system_actor("bench")))
        took.append((time.perf_counter() - began) * 1000)
    print(f"{kind:30} median {statistics.median(took):6.1f} ms, slowest {max(took):6.1f}, found {found} of {len(took)}")
    return statistics.median(took)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
