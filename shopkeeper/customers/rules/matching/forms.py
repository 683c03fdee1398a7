"""A record of a person in the standard form that is compared, and the keys under which alike records are found."""

import hashlib
from collections.abc import Mapping
from datetime import date

import msgspec

from shopkeeper.customers.rules.matching.attributes import read_gender, read_words
from shopkeeper.customers.rules.matching.commonness import GIVEN
from shopkeeper.customers.rules.matching.contacts import read_card, read_email, read_phone
from shopkeeper.customers.rules.matching.dates import find_year, read_born
from shopkeeper.customers.rules.matching.names import complete_name, read_name, remove_name
from shopkeeper.customers.rules.matching.nicknames import FULL_FORMS, MAY_BE, list_other_full_forms
from shopkeeper.customers.rules.matching.places import read_city, read_postcode, read_street
from shopkeeper.customers.rules.matching.sounds import sound

Form = dict[str, str | None]
Said = Mapping[str, str | date | None]
"""What a source says: the columns of a record, empty or None where it says nothing."""

SAID = (
    "given_name", "middle_name", "family_name", "full_name", "email", "phone", "card_number", "born_on", "street",
    "city", "postcode", "gender", "birth_place", "occupation", "detail_1", "detail_2", "detail_3",
)  # fmt: skip
"""The columns that a form is made of."""


DETAILS = ("detail_1", "detail_2", "detail_3")
"""What else a retailer's systems know of people, whatever it is: the same thing in the same column everywhere."""


def standardize(said: Said) -> Form:
    """The standard form of a record; what is stored stays as it came."""

    def text(column: str) -> str:
        return str(said.get(column) or "")

    email, box = read_email(text("email"))
    given = f"{text('given_name')} {text('middle_name')}" if said.get("given_name") else ""
    name = complete_name(read_name(given, text("family_name"), text("full_name")), box)
    number, street = read_street(text("street"))
    born = read_born(said.get("born_on"))
    return {
        "given": name.given,
        "nick": name.nick,
        "known": name.given if name.given in FULL_FORMS or name.given in GIVEN else None,
        "may_be": MAY_BE.get(name.given) if name.given else None,
        "middle": name.middle or read_words(text("middle_name")),
        "family": name.family,
        "former": name.former,
        "generation": name.generation,
        "born": born,
        "born_year": find_year(born),
        "born_month": born[4:6] if born else None,
        "born_day": born[6:8] if born else None,
        "email": email,
        "box": box,
        "box_rest": remove_name(box, name) if box else None,
        "phone": read_phone(text("phone")),
        "card": read_card(text("card_number")),
        "number": number,
        "street": street,
        "home": f"{number} {street}" if number and street else None,
        "city": read_city(text("city")),
        "postcode": read_postcode(text("postcode")),
        "gender": read_gender(text("gender")),
        "birth_place": read_city(text("birth_place")),
        "occupation": read_words(text("occupation")),
        **{column: read_words(text(column)) for column in DETAILS},
    }


def list_keys(form: Form) -> dict[str, int]:
    """Under which keys the record is filed: those who share one are compared. 64-bit hashes by the key's name."""
    nick, born, former = form["nick"], form["born"], form["former"]
    family = form["family"].rsplit(" ", 1)[-1] if form["family"] else None
    given_sound = sound(nick) if nick else None
    family_sound = sound(family) if family else None
    area = form["postcode"] or form["city"] or form["birth_place"]
    wanted: dict[str, Parts] = {
        "email": (form["email"],),
        "phone": (form["phone"],),
        "card": (form["card"],),
        "box": (form["box"] if len(form["box"] or "") > 5 else None,),
        "name": _pair(nick, family),
        "born_family": (born, family_sound),
        "born_given": (born, given_sound),
        "former": _pair(nick, former or family),
        "family_area": (family_sound, area),
        "given_area": (given_sound, area),
        "address": (form["number"], (form["street"] or "")[:8]),
        "born": (born,),
        "sounds": _pair(given_sound, family_sound),
        "family": (family,),
        "sounds_year": (given_sound, family_sound, (born or "")[:4]),
        "family_birth": (family_sound, form["birth_place"]),
        "given_birth": (given_sound, form["birth_place"], (born or "")[:3]),
        "family_trade": (family_sound, form["occupation"]),
        "given_trade": (given_sound, form["occupation"], (born or "")[:3]),
    }
    if not (form["email"] or form["phone"] or form["card"]):
        wanted |= _list_more(form, given_sound, family_sound)
    keys = {name: hash_of("\x1f".join((name, *parts))) for name, parts in wanted.items() if all(parts)}  # type: ignore[arg-type]  # none is None
    if family and form["may_be"] and form["given"]:
        for full in list_other_full_forms(form["given"]):
            keys[f"{_OTHER}{full}"] = hash_of("\x1f".join(("name", *sorted((full, family)))))
    return keys


def rule_of(key: str) -> str:
    """The rule by which a key is filed: a short form's other full name meets those who bear that name."""
    return "name" if key.startswith(_OTHER) else key


_OTHER = "name of "


def _list_more(form: Form, given_sound: str | None, family_sound: str | None) -> dict[str, "Parts"]:
    """Further keys of a record that nothing of its own leads to, no address of mail, number or card."""
    born = form["born"] or ""
    given, family = (form["nick"] or "")[:2], (form["family"] or "")[:3]
    district = (form["postcode"] or form["city"] or form["birth_place"] or "")[:3]
    return {
        "sounds_district": (*_pair(given_sound, family_sound), district),
        "family_year": (family_sound, born[:4], given[:1]),
        "given_day": (given, born[4:], district),
        "family_day": (family, born[4:]),
        "starts_year": (given, family, born[:3]),
    }


KEYS = (
    "email", "phone", "card", "box", "born_family", "born_given", "name", "former", "family_area", "given_area",
    "address", "born", "family_birth", "family_trade", "given_birth", "given_trade", "sounds_year", "sounds", "family",
    "sounds_district", "family_year", "given_day", "family_day", "starts_year",
)  # fmt: skip
"""Those that find most for least first."""

Parts = tuple[str | None, ...]


def _pair(one: str | None, other: str | None) -> Parts:
    """Two words in the order of the alphabet, since names are written in each other's field."""
    return tuple(sorted((one, other))) if one and other else (None,)


def hash_of(said: str) -> int:
    """64 bits for a text."""
    hashed = _EMPTY.copy()  # in half the time that making a new one takes
    hashed.update(said.encode(errors="surrogatepass"))
    return int.from_bytes(hashed.digest(), "big", signed=True)


_EMPTY = hashlib.blake2b(digest_size=8)


COLUMNS = tuple(standardize({}))
"""What a form holds, in the order in which it is written down."""


def write_form(form: Form) -> str:
    """A form as it is stored."""
    values = [form[name] for name in COLUMNS]
    while values and values[-1] is None:  # what few sources say stands last and takes no room where nothing is said
        values.pop()
    return msgspec.json.encode(values).decode()


def read_form(written: str) -> Form:
    """A stored form of this scheme."""
    values = _DECODER.decode(written)
    return dict(zip(COLUMNS, values + _NOTHING[len(values) :], strict=True))


_NOTHING: list[str | None] = [None] * len(COLUMNS)


_DECODER = msgspec.json.Decoder(list[str | None])
