"""A whole retailer out of a scenario and a seed: everything that happened, and what will in the next weeks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from shopkeeper.demo.generator.assortment import Assortment
from shopkeeper.demo.generator.contacts import Contacts
from shopkeeper.demo.generator.days import Days
from shopkeeper.demo.generator.desks import tap_faces
from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.generator.harm import list_hurts, lose_orders
from shopkeeper.demo.generator.parcels import Parcels
from shopkeeper.demo.generator.people import People
from shopkeeper.demo.generator.pickups import Pickups
from shopkeeper.demo.generator.recommendations import Recommendations
from shopkeeper.demo.generator.returns import Returns
from shopkeeper.demo.generator.reviews import Reviews, write_complaints, write_thanks
from shopkeeper.demo.generator.sales import Sales
from shopkeeper.demo.generator.specials import Specials
from shopkeeper.demo.generator.told import tell_of_heroine, welcome_newcomers
from shopkeeper.demo.generator.traps import set_traps
from shopkeeper.demo.generator.visits import Visits
from shopkeeper.demo.generator.voice import Surveys
from shopkeeper.demo.generator.world import Contact, Hurt, Invitation, Line, Order, Response, Step
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.words import Words, read_words

AHEAD_DAYS = 28
"""How far the story is told beyond the day of loading, for the live trickle to live it."""

Progress = Callable[[str, float], None]


@dataclass(slots=True)
class Story:
    """Everything that the generator made up."""

    scenario: Scenario
    words: Words
    days: Days
    people: People
    assortment: Assortment
    orders: list[Order]
    returned: list[tuple[Order, Line]]
    hurts: list[Hurt]
    contacts: list[Contact] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    regions: dict[str, str] = field(init=False)
    """The region's name by store."""

    def __post_init__(self) -> None:
        stores = self.scenario.stores.items()
        self.regions = {code: self.scenario.regions[store.region] for code, store in stores}


def tell(scenario: Scenario, *, seed: int, today: date) -> Story:
    """Make the retailer as of `today`. The same scenario, seed and day give the same story."""
    story = begin(scenario, seed=seed, today=today)
    finish(story, seed=seed)
    return story


def begin(scenario: Scenario, *, seed: int, today: date) -> Story:
    """The house, its people, what they bought and what went wrong."""
    words = read_words()
    days = Days(
        today,
        history=scenario.history_days,
        ahead=AHEAD_DAYS,
        zone=scenario.retailer.time_zone,
        snow_days=scenario.traps.snow_days,
    )
    people = People(scenario, words, dice(seed, "people"), dice(seed, "families"))
    assortment = Assortment(scenario, words, dice(seed, "assortment"))
    orders = Sales(scenario, people, assortment, days, dice(seed, "sales")).make()
    tell_of_heroine(orders, people, dice(seed, "heroine"))
    welcome_newcomers(orders, people, scenario, dice(seed, "newcomers"))
    _fulfil(scenario, orders, assortment, days, seed)
    returned = Returns(scenario, words, orders, days, dice(seed, "returns")).bring()
    hurts = list_hurts(orders, returned, scenario, dice(seed, "harm"))
    lose_orders(hurts, people, orders, scenario, dice(seed, "lost"))
    _remember(orders)
    return Story(scenario, words, days, people, assortment, orders, returned, hurts)


def finish(story: Story, *, seed: int) -> None:
    """What people did and said about it."""
    scenario, words, days = story.scenario, story.words, story.days
    people = story.people.everybody
    story.contacts = Contacts(scenario, words, people, story.hurts, days, dice(seed, "contacts")).make()
    story.steps = Visits(scenario, story.orders, days, dice(seed, "visits")).make()
    _listen(story, seed)


def _fulfil(scenario: Scenario, orders: list[Order], assortment: Assortment, days: Days, seed: int) -> None:
    Specials(orders, assortment, days, dice(seed, "specials")).add(scenario)
    Parcels(scenario, orders, days, dice(seed, "parcels")).send()
    Pickups(scenario, orders, dice(seed, "pickups")).prepare()
    sold = sum(line.amount for order in orders if order.day < 0 for line in order.lines)
    assortment.rescale(scenario.money.year_of_sales * 100 * scenario.history_days / 365 / sold)


def _remember(orders: list[Order]) -> None:
    for order in orders:
        if order.person:
            order.person.orders.append(order)


def _listen(story: Story, seed: int) -> None:
    scenario, words, days = story.scenario, story.words, story.days
    surveys = Surveys(scenario, words, story.hurts, days, dice(seed, "surveys"))
    surveys.ask(story.orders, story.contacts)
    recommendations = Recommendations(scenario, words, story.people, days, dice(seed, "recommendations"))
    recommendations.ask()
    chance = dice(seed, "unasked")
    story.invitations = surveys.invitations + recommendations.invitations
    story.responses = surveys.responses + recommendations.responses
    story.responses += tap_faces(story.returned, scenario, words, chance)
    story.responses += Reviews(scenario, words, story.orders, days, chance).write()
    story.responses += write_complaints(story.contacts, story.hurts, words, chance)
    story.responses += write_thanks(story.orders, days, words, chance)
    set_traps(story.responses, scenario, dice(seed, "traps"))
