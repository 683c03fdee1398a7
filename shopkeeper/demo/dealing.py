"""Deals another retailer out of the default one: other names, other places, troubles of other sizes elsewhere."""

from random import Random
from typing import Any

import msgspec
import yaml

from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.scenario import DEFAULT, SCENARIOS, Scenario, read_scenario
from shopkeeper.demo.words import Words, read_words

FIRST_SEED = 1
Deck = dict[str, Any]
# How far a trouble's counts may grow or shrink; its shares of bad outcomes move by half as much.
_SMALLEST, _LARGEST = 0.8, 1.1


def deal_scenario(seed: int) -> Scenario:
    """The default retailer for the first seed, another one for any other."""
    if seed == FIRST_SEED:
        return read_scenario()
    chance, words = dice(seed, "deal"), read_words()
    deck = yaml.safe_load((SCENARIOS / f"{DEFAULT}.yaml").read_text(encoding="utf-8"))
    pool = yaml.safe_load((SCENARIOS / "pool.yaml").read_text(encoding="utf-8"))
    _move(deck, pool["regions"], chance)
    _rename(deck, pool, words, chance)
    deck["troubles"] = [_resize(trouble, chance) for trouble in deck["troubles"]]
    return msgspec.convert(deck, Scenario)


def _move(deck: Deck, regions: Deck, chance: Random) -> None:
    """Put every region and store elsewhere, with the people, tills and troubles of its old place."""
    old = list(deck["regions"])
    sizes = {key: sum(store["region"] == key for store in deck["stores"].values()) for key in old}
    chosen: dict[str, str] = {}
    for key in sorted(old, key=lambda key: -sizes[key]):
        fit = [new for new in regions if len(regions[new]["towns"]) >= sizes[key] and new not in chosen.values()]
        chosen[key] = chance.choice(fit)
    codes: dict[str, str] = {}
    for key, new in chosen.items():
        towns = chance.sample(list(regions[new]["towns"]), sizes[key])
        own = [code for code, store in deck["stores"].items() if store["region"] == key]
        codes |= dict(zip(own, towns, strict=True))
    towns_of = {code: town for region in regions.values() for code, town in region["towns"].items()}
    for code, store in deck["stores"].items():
        store |= {**towns_of[codes[code]], "region": chosen[store["region"]]}
    deck["regions"] = {chosen[key]: regions[chosen[key]]["name"] for key in old}
    _replace(deck, codes | chosen)


def _replace(deck: Deck, names: dict[str, str]) -> None:
    """Put new codes of stores and regions wherever the old ones stood."""
    deck["stores"] = {names[code]: store for code, store in deck["stores"].items()}
    deck["store_managers"] = {names[code]: name for code, name in deck["store_managers"].items()}
    deck["tablets"] = [names[code] for code in deck["tablets"]]
    deck["heroine"]["store"] = names[deck["heroine"]["store"]]
    for place in [*deck["troubles"], *(trap for trap in deck["traps"].values() if isinstance(trap, dict))]:
        for word in ("store", "region"):
            if word in place:
                place[word] = names[place[word]]
        if "stores" in place:
            place["stores"] = [names[code] for code in place["stores"]]
        if "city" in place:
            place["city"] = deck["stores"][place["stores"][0]]["name"]


def _rename(deck: Deck, pool: Deck, words: Words, chance: Random) -> None:
    deck["retailer"]["name"] = chance.choice(pool["retailers"])
    key = "-".join(part for part in deck["retailer"]["name"].lower().replace("'", "").split() if part != "&")
    deck["brand"] = {"key": key, "name": deck["retailer"]["name"]}
    for carrier, name in zip(deck["carriers"].values(), chance.sample(pool["carriers"], 3), strict=True):
        carrier["name"] = name
    names = chance.sample(pool["suppliers"], len(deck["suppliers"]))
    for supplier, name in zip(deck["suppliers"].values(), names, strict=True):
        supplier["name"] = " ".join([name, *supplier["name"].split()[1:]])
    for post in deck["staff"].values():
        post["name"] = _person(words, chance)
    deck["store_managers"] = {code: _person(words, chance) for code in deck["store_managers"]}
    given, family = _person(words, chance).split(" ", 1)
    deck["heroine"] |= {"given": given, "family": family, "email": f"{given}.{family}@example.org".lower()}


def _person(words: Words, chance: Random) -> str:
    return f"{chance.choice(words.given)} {chance.choice(words.family)}"


def _resize(trouble: Deck, chance: Random) -> Deck:
    """Other counts, the bad ones moved a little more or less than the whole."""
    whole, bad = _COUNTS[trouble["kind"]]
    factor, harder = chance.uniform(_SMALLEST, _LARGEST), chance.uniform(0.92, 1.12)
    resized = {**trouble, whole: round(trouble[whole] * factor)}
    if trouble["kind"] == "hasty_calls":
        # As many days as contacts: there are about as many every day.
        resized["since"] = round(trouble["since"] * factor)
        resized[whole] = -resized["since"] * (trouble[whole] // -trouble["since"])
    for name in bad:
        resized[name] = round(trouble[name] * resized[whole] / trouble[whole] * harder)
    return resized


# Which field of a trouble is its whole, and which are parts of it.
_COUNTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "late_carrier": ("parcels", ("late", "complained")),
    "hidden_collection": ("reached", ("dropped",)),
    "slow_desk": ("responses", ("low",)),
    "refusing_supplier": ("lines", ("refused",)),
    "better_shelf": ("pickups", ("not_found",)),
    "phantom_stock": ("pickups", ("not_found",)),
    "hasty_calls": ("contacts", ("repeats",)),
    "placeholder_cards": ("records", ("opted_out_elsewhere",)),
    "small_batch": ("lines", ("returned", "comments", "comments_too_small")),
}
