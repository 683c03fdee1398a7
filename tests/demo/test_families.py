"""Who lives together in the demo: as many families as its answer key says, each found whole, and nobody else."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.demo.books import Books

Family = dict[str, dict[str, Any]]
"""Name to what the loyalty program knows of somebody."""


@pytest.fixture(scope="module")
def families(books: Books) -> list[Family]:
    """Members of one family name behind one door, as somebody who only has the files finds them."""
    second_card = "B"
    doors: dict[tuple[str, ...], Family] = defaultdict(dict)
    for row in books.records:
        if row["source"] == "loyalty" and not row["source_key"].endswith(second_card):
            door = row["street"], row["postcode"], row["family_name"].split()[0]
            doors[door][f"{row['given_name']} {row['family_name']}"] = row
    shop = next(iter(Counter(row["street"] for row in books.records if row["street"]).most_common(1)))[0]
    return [people for door, people in doors.items() if len(people) > 1 and door[0] != shop]


def test_as_many_families_live_together_as_the_answer_key_says(
    families: list[Family], answer_key: dict[str, Any]
) -> None:
    assert len(families) == answer_key["base"]["families"]
    assert {len(people) for people in families} == {2, 3, 4}


def test_some_are_hard_to_tell_apart(families: list[Family]) -> None:
    def having(word: str) -> list[Family]:
        return [one for one in families if len({row[word] for row in one.values() if row[word]}) < len(one)]

    assert len(having("born_on")) == 1
    assert [sorted(name.split()[-1] for name in one) for one in having("given_name")] == [["Jr", "Sr"]]
    assert len([one for one in having("phone") if all(row["phone"] for row in one.values())]) == 11
    assert [len(one) for one in families if any(".family@" in row["email"] for row in one.values())] == [4]


def test_each_family_is_suggested_whole_and_nobody_else(families: list[Family], found: dict[str, Any]) -> None:
    assert sorted(found["households"]) == sorted(sorted(one) for one in families)
