"""Names, towns, streets and trades that probes are made of, drawn as unevenly as in life."""

import random

_MEN = """
john william thomas george james henry charles robert edward joseph richard samuel david daniel frederick arthur
alfred walter albert benjamin peter francis harold ernest michael stephen matthew edwin hugh philip andrew isaac
anthony patrick lewis herbert louis percy ralph martin nathaniel gilbert simon leonard roger oliver jacob
"""
_WOMEN = """
mary elizabeth ann sarah margaret jane alice anne catherine florence emma ellen edith annie ethel martha hannah emily
dorothy harriet frances charlotte eleanor helen grace susan caroline rebecca lucy rachel agnes eliza rose amelia
gertrude beatrice victoria isabella julia maud barbara judith deborah constance laura ruth phoebe esther
"""
MEN, WOMEN = _MEN.split(), _WOMEN.split()
CALLED = {
    "john": "jack", "william": "bill", "thomas": "tom", "james": "jim", "henry": "harry", "robert": "bob",
    "edward": "ted", "richard": "dick", "samuel": "sam", "david": "dave", "daniel": "dan", "frederick": "fred",
    "charles": "charlie", "joseph": "joe", "benjamin": "ben", "michael": "mike", "stephen": "steve", "andrew": "andy",
    "elizabeth": "betty", "margaret": "peggy", "catherine": "kate", "dorothy": "dolly", "susan": "sue",
    "rebecca": "becky", "mary": "polly", "sarah": "sally", "martha": "patty", "frances": "fanny", "anthony": "tony",
    "philip": "phil", "nathaniel": "nat", "eleanor": "nell", "helen": "nellie", "emily": "em", "deborah": "debbie",
}  # fmt: skip
_COMMON = """
smith jones taylor brown williams wilson johnson davies robinson wright thompson evans walker white roberts green hall
wood jackson clarke clark turner hill cooper ward morris moore king watson baker harrison morgan allen james scott
phillips mitchell bell kelly parker bennett cook shaw young murphy lee gray fisher mason hunt palmer stevens
"""
_FIRST = """
ash bar beck birk black bram bray brook burn carl chad cole crow dal den ever fair farn gold gran had hart hath hazel
hol hum kirk lang lin lock mar mel nor oak pem pres rad raven row sel shel stan thorn wal wel wen whit win wood
"""
_LAST = """
ton ley ford well worth ham by den field wick more croft man son ridge gate land stone hurst combe shaw
"""
FAMILIES = [*_COMMON.split(), *(first + last for first in _FIRST.split() for last in _LAST.split())]
_TOWN = """
brad ches dor ex glou hex ips ken lei maid nor ox ply read salis taun uck wake yar hunting
"""
TOWNS = [
    first + last for first in _TOWN.split() for last in ("ter", "mouth", "bury", "bridge", "port", "minster", "ford")
]
_STREET = """
Mill Station High Church Park Victoria Queen King Oak Elm London York Chapel School North
"""
STREETS = [f"{name} {kind}" for name in _STREET.split() for kind in ("Street", "Road", "Lane", "Avenue", "Close")]
_TRADE = """
politician writer clergyman merchant soldier painter physician lawyer actor engineer sailor composer botanist
cricketer farmer printer architect judge scholar banker publisher photographer
"""
TRADES = _TRADE.split()


def draw[T](dice: random.Random, values: list[T], *, uneven: float = 1.0) -> T:
    """One of the values: those in front far more often, as Zipf found of words."""
    place = int(len(values) ** (dice.random() ** uneven)) - 1
    return values[max(0, min(place, len(values) - 1))]
