"""What is asked many times while one page is made is looked up once, and never kept past a write."""

from shopkeeper.core.actions import action
from shopkeeper.core.remembering import remembered, remembering

ASKED: list[str] = []


@remembered
def price_of(sku: str) -> int:
    ASKED.append(sku)
    return len(ASKED)


@action
def change_prices() -> int:
    return price_of("LAMP")


def test_a_page_asks_once_for_each_thing() -> None:
    ASKED.clear()
    with remembering():
        assert [price_of("LAMP"), price_of("SOFA"), price_of("LAMP")] == [1, 2, 1]
    assert ASKED == ["LAMP", "SOFA"]


def test_the_next_page_asks_anew() -> None:
    ASKED.clear()
    for _page in range(2):
        with remembering():
            price_of("LAMP")
    assert ASKED == ["LAMP", "LAMP"]


def test_nothing_is_remembered_where_no_page_is_made() -> None:
    ASKED.clear()
    assert [price_of("LAMP"), price_of("LAMP")] == [1, 2]


def test_an_action_asks_anew_and_so_does_the_page_after_it(db: None) -> None:
    ASKED.clear()
    with remembering():
        assert price_of("LAMP") == 1
        assert change_prices() == 2
        assert price_of("LAMP") == 3
