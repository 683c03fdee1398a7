"""The products: names, prices, suppliers, and how often each is bought in which season."""

from random import Random

from shopkeeper.demo.generator.dice import Wheel
from shopkeeper.demo.generator.world import Product
from shopkeeper.demo.scenario import Category, Scenario
from shopkeeper.demo.troubles import RefusingSupplier, SmallBatch
from shopkeeper.demo.words import Words

TOP_SELLER_BIAS = 0.75


class Assortment:
    """All products; the few that a trouble needs in exact numbers are kept apart from the usual choice."""

    def __init__(self, scenario: Scenario, words: Words, chance: Random) -> None:
        self._scenario = scenario
        self._makers = {name: key for key, made in scenario.suppliers.items() for name in made.categories}
        self.products = [p for d in scenario.assortment for p in self._department(d, words, chance)]
        self.refused = self._refused_products()
        self.small = self._small_product()
        kept_apart = {product.sku for product in [*self.refused, *([self.small] if self.small else [])]}
        self._usual = [product for product in self.products if product.sku not in kept_apart]
        self._chance = chance
        self._shelves: dict[tuple[int, str], Wheel[Product]] = {}

    def choose(self, season: int, count: int, department: str = "") -> list[Product]:
        """What somebody puts into the basket, of one department where it is named."""
        shelf = self._shelves.get((season, department))
        if shelf is None:
            shelf = Wheel(self._chance, self._usual, self._weights(season, department))
            self._shelves[season, department] = shelf
        return [shelf.spin() for _ in range(count)]

    def rescale(self, factor: float) -> None:
        """Move all prices so that a year comes to what the scenario says."""
        for product in self.products:
            product.price = max(195, round(product.price * factor / 5) * 5)

    def _department(self, code: str, words: Words, chance: Random) -> list[Product]:
        department = self._scenario.assortment[code]
        made = []
        for name, category in department.categories.items():
            for place, title in enumerate(_titles(category, words, chance)):
                made.append(
                    Product(
                        sku=f"{name[:3].upper()}-{place + 101}",
                        name=title,
                        category=name,
                        department=code,
                        supplier=self._makers.get(name, ""),
                        price=_price(category, chance),
                        cost_share=chance.uniform(0.92, 1.08) * (1 - self._scenario.money.margin) * 0.985,
                        share_returned=department.returned * chance.uniform(0.8, 1.2),
                        weight=1 / (place + 4) ** TOP_SELLER_BIAS,
                    )
                )
        return made

    def _refused_products(self) -> list[Product]:
        trouble = self._scenario.find(RefusingSupplier)
        if trouble is None:
            return []
        return [product for product in self.products if product.supplier == trouble.supplier][: trouble.skus]

    def _small_product(self) -> Product | None:
        trouble = self._scenario.find(SmallBatch)
        if trouble is None:
            return None
        product = next(product for product in self.products if product.category == trouble.category)
        product.name, product.price, product.share_returned = trouble.product, 5900, trouble.returned_before
        return product

    def _weights(self, season: int, only: str) -> list[float]:
        whole = dict.fromkeys(self._scenario.assortment, 0.0)
        for product in self._usual:
            whole[product.department] += product.weight
        share = {
            code: self._scenario.department_weights[code] * department.season[season] / whole[code]
            for code, department in self._scenario.assortment.items()
        }
        return [p.weight * share[p.department] * (only in {"", p.department}) for p in self._usual]


def _titles(category: Category, words: Words, chance: Random) -> list[str]:
    pairs = [f"{name} {noun}" for name in words.product_names for noun in category.nouns]
    return chance.sample(pairs, category.products)


def _price(category: Category, chance: Random) -> int:
    low, high = category.price
    return round(low * (high / low) ** chance.random() * 20) * 5
