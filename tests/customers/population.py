"""A small town of made-up shoppers, some of them written down twice with slips, some with a family who shops there."""

import random

_GIVEN = """
ann ben carla dora emil frank greta hugo irene jonas karin louis marta nils olga paul rita simon tara victor
"""
_FAMILY = """
abbott brandt carver dalton ekström farrow gibson hartley ibsen jarvis keller lindqvist mercer norwood osborne
porter quayle rowland sutton thorpe underhill vance whitlock yardley zeller
"""
GIVEN, FAMILY = _GIVEN.split(), _FAMILY.split()
STREETS = ("Mill Lane", "Station Road", "High Street", "Church Street", "Park Avenue", "Harbour Way", "Oak Drive")
CITIES = ("Leeds", "York", "Hull", "Selby", "Ripon")
TRADES = ("smith", "farmer", "baker", "weaver", "clerk", "mason", "miller", "carter")

Said = dict[str, str | None]


def make_town(people: int = 240, *, seed: int = 7) -> tuple[list[Said], list[int]]:
    """Records, and the person that each is of: every third person is there twice, every fourth has a spouse."""
    dice = random.Random(seed)
    records: list[Said] = []
    truth: list[int] = []
    for person in range(people):
        first = _person(dice)
        records.append(first)
        truth.append(person)
        if person % 3 == 0:
            records.append(_again(first, dice))
            truth.append(person)
        if person % 4 == 1:
            records.append(_spouse(first, dice))
            truth.append(people + person)
    return records, truth


def _person(dice: random.Random) -> Said:
    given, family, city = dice.choice(GIVEN), dice.choice(FAMILY), dice.randrange(len(CITIES))
    return {
        "given_name": given.title(),
        "family_name": family.title(),
        "email": f"{given}.{dice.randrange(10_000)}@mail.test",
        "phone": "07" + "".join(dice.choices("0123456789", k=9)),
        "born_on": f"{dice.randrange(1940, 2005)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        "street": f"{dice.randrange(1, 200)} {dice.choice(STREETS)}",
        "city": CITIES[city],
        "postcode": f"{CITIES[city][:2].upper()}{dice.randrange(1, 20)} {dice.randrange(1, 9)}AB",
    }


def _again(first: Said, dice: random.Random) -> Said:
    """The same person in another system: something is missing, something has a slip, something is new."""
    second = dict(first)
    second[dice.choice(["email", "phone", "born_on", "street"])] = None
    column = dice.choice(["given_name", "family_name", "street", "city"])
    value = second[column] or ""
    if len(value) > 3:
        cut = dice.randrange(1, len(value) - 1)
        second[column] = value[:cut] + value[cut + 1 :]
    if dice.random() < 0.4:
        second["phone"] = "07" + "".join(dice.choices("0123456789", k=9))
    return second


def _spouse(first: Said, dice: random.Random) -> Said:
    """Somebody else of the same name and address, who may share the telephone."""
    own = _person(dice)
    shared = ("family_name", "street", "city", "postcode", *(["phone"] if dice.random() < 0.5 else []))
    return {**own, **{column: first[column] for column in shared}}


def make_parish(people: int = 150) -> list[Said]:
    """Namesakes all over, twice each, with a birth place, an occupation and what a society noted of them."""
    dice = random.Random(3)
    records: list[Said] = []
    for _ in range(people):
        said: Said = {
            "given_name": dice.choice(["John", "Mary", "Ann", "James"]), "family_name": dice.choice(FAMILY).title(),
            "birth_place": dice.choice(CITIES), "occupation": dice.choice(TRADES),
            "detail_1": dice.choice(FAMILY),
            "born_on": f"18{dice.randrange(10, 60)}-04-0{dice.randrange(1, 9)}",
        }  # fmt: skip
        records += [said, said | {"occupation": dice.choice(TRADES) if dice.random() < 0.3 else said["occupation"]}]
    return records
