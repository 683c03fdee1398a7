"""Rows of the house itself: places, departments, staff, suppliers, products, carriers, topics."""

from collections.abc import Iterator

from shopkeeper.demo.generator.days import DAY, HOUR, SUNDAY
from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.generator.tables.known import CATALOG, HEAD_OFFICE, Known, Row, pounds

_DUTY_FROM, _DUTY_UNTIL = -42, 28
_OPENED_LONG_AGO = 4000


def regions(known: Known) -> Iterator[Row]:
    for key, name in known.scenario.regions.items():
        yield HEAD_OFFICE, key, name


def departments(known: Known) -> Iterator[Row]:
    for key, name in known.scenario.departments.items():
        yield HEAD_OFFICE, key, name, ""


def brands(known: Known) -> Iterator[Row]:
    yield HEAD_OFFICE, known.scenario.brand.key, known.scenario.brand.name


def outlets(known: Known) -> Iterator[Row]:
    scenario, brand, zone = known.scenario, known.scenario.brand.key, known.scenario.retailer.time_zone
    for place, (code, store) in enumerate(scenario.stores.items()):
        opened = store.opened if store.opened is not None else -_OPENED_LONG_AGO - 97 * place
        postcode = f"{next(iter(store.areas))}1 1AA"
        yield (HEAD_OFFICE, code, code, store.name, "store", store.region, brand, store.format, store.name, postcode,
               zone, known.days.text(opened))  # fmt: skip
    for code, name, kind in (
        ("WEB", "Web shop", "web_shop"), ("MKT", "Marketplace", "marketplace"), ("CARE", "Contact center",
                                                                                 "contact_center"),
    ):  # fmt: skip
        yield (HEAD_OFFICE, code, code, name, kind, "", brand, "", "", "", zone, known.days.text(-_OPENED_LONG_AGO))


def staff(known: Known) -> Iterator[tuple[str, str, str, str, str]]:
    """(key, name, role, department, outlet) of everybody."""
    scenario, words = known.scenario, known.story.words
    for role, post in scenario.staff.items():
        yield f"E-{role}", post.name, role, post.department, post.outlet
    for code, name in scenario.store_managers.items():
        yield f"E-{code}-1", name, "store_manager", "", code
    chance = dice(len(scenario.stores), "staff")
    for code in scenario.stores:
        for number in range(2, scenario.employees_per_store + 1):
            name = f"{chance.choice(words.given)} {chance.choice(words.family)}"
            yield f"E-{code}-{number}", name, "store_associate", "", code
    for number in range(scenario.agents):
        name = f"{chance.choice(words.given)} {chance.choice(words.family)}"
        yield agent_key(number), name, "contact_center_agent", "contact_center", "CARE"


def agent_key(number: int) -> str:
    """The key of an agent of the contact center."""
    return f"E-agent-{number + 1:02}"


def employees(known: Known) -> Iterator[Row]:
    taken: set[str] = set()
    for key, name, *_ in staff(known):
        mail = name.lower().replace(" ", ".").replace("'", "")
        mail = f"{mail}.{key[-4:].lower()}" if mail in taken else mail
        taken.add(mail)
        yield HEAD_OFFICE, key, name, f"{mail}@{known.scenario.brand.key}.example"


def assignments(known: Known) -> Iterator[Row]:
    for key, _, role, department, outlet in staff(known):
        starts = known.days.text(known.days.first - 200)
        yield HEAD_OFFICE, f"{key}-{role}", key, role, department, outlet, starts


def shifts(known: Known) -> Iterator[Row]:
    """Everybody five days a week; each place has somebody every day."""
    for place, (key, _, role, _, outlet) in enumerate(staff(known)):
        hours = (8, 16) if place % 2 else (10, 19)
        if not outlet:
            hours = (9, 17)
        for day in range(_DUTY_FROM, _DUTY_UNTIL + 1):
            weekday = known.days.weekday(day)
            is_off = weekday >= 5 if not outlet else weekday == SUNDAY if role == "store_manager" else (
                weekday in {place % 7, (place + 3) % 7})  # fmt: skip
            if not is_off:
                start = day * DAY + hours[0] * HOUR
                end = day * DAY + hours[1] * HOUR
                yield (HEAD_OFFICE, f"{key}-{day}", key, outlet, known.days.instant(start), known.days.instant(end))


def suppliers(known: Known) -> Iterator[Row]:
    for key, supplier in known.scenario.suppliers.items():
        yield CATALOG, key, supplier.name, supplier.region


def categories(known: Known) -> Iterator[Row]:
    for code, department in known.scenario.assortment.items():
        yield CATALOG, code, known.scenario.departments[code], ""
        for key, category in department.categories.items():
            yield CATALOG, key, category.name, code


def products(known: Known) -> Iterator[Row]:
    for p in known.story.assortment.products:
        yield (CATALOG, p.sku, p.sku, p.name, p.category, p.supplier, p.department, pounds(p.price), pounds(p.cost),
               known.scenario.retailer.currency)  # fmt: skip


def carriers(known: Known) -> Iterator[Row]:
    for key, carrier in known.scenario.carriers.items():
        yield "warehouse", key, carrier.name


def topics(known: Known) -> Iterator[Row]:
    for code, (name, kind, parent) in known.story.words.topics.items():
        yield HEAD_OFFICE, code, code, name, kind, parent


def marketing_spend(known: Known) -> Iterator[Row]:
    chance, daily = dice(1, "spend"), known.scenario.daily.marketing_spend
    for day in range(known.days.first, known.until // DAY):
        for channel, share in (("search", 0.46), ("social", 0.28), ("email", 0.06), ("affiliates", 0.2)):
            amount = round(daily * 100 * share * known.days.rush(day) * chance.uniform(0.85, 1.15))
            if day * DAY < known.since:
                continue
            yield ("marketing", f"{channel}-{day}", channel, "always on", known.days.text(day), pounds(amount),
                   known.scenario.retailer.currency)  # fmt: skip
