"""A long list is leafed through, whatever stands in the address."""

import pytest

from shopkeeper.core.paging import Pages, page_asked


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("²", 1), ("٣", 3), ("9" * 6, 999_999), ("9" * 5_000, 1)],
)
def test_the_page_asked_for_is_a_number_or_the_first(asked: str, page: int) -> None:
    assert page_asked({"page": asked}) == page


def test_a_counted_list_ends_where_it_ends() -> None:
    second = Pages(page=2, size=2, shown=2, total=5, query={"view": "all", "page": "2"})
    assert (second.first, second.last, second.is_needed) == (3, 4, True)
    assert (second.previous_url, second.next_url) == ("?view=all", "?view=all&page=3")
    assert Pages(page=3, size=2, shown=1, total=5).next_url == ""


def test_a_list_that_nobody_counted_goes_on_where_there_is_more() -> None:
    assert Pages(page=1, size=2, shown=2, has_more=True).next_url == "?page=2"
    assert not Pages(page=1, size=2, shown=2).is_needed
