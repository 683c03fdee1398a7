"""What tiles, refusals, tables and small drawings say."""

from shopkeeper.core.components import Condition, Explanation, Figure, chip_kind, list_chip_kinds
from shopkeeper.core.sparklines import Sparkline, draw_columns, draw_sparkline
from shopkeeper.core.tables import Column, Row, Table


def test_a_number_is_good_or_bad_by_its_own_direction() -> None:
    assert Figure(label="Late", value=0.05, target=0.08, better="down").tone == "good"
    assert Figure(label="On time", value=0.05, target=0.08, better="up").tone == "bad"
    assert Figure(label="Orders", value=5, target=8).tone == ""


def test_too_few_records_are_never_red() -> None:
    figure = Figure(
        label="Would recommend", value=31, target=40, better="up", n=12, needed=30, change=-9, change_is_clear=True
    )

    assert figure.is_thin
    assert (figure.tone, figure.change_tone, figure.change_words) == ("", "", "")


def test_a_clear_change_says_whether_it_was_for_the_better() -> None:
    worse = Figure(label="On time", value=0.88, unit="share", better="up", change=-0.071, change_is_clear=True)
    better = Figure(label="Late", value=0.02, unit="share", better="down", change=-0.054, change_is_clear=True)

    assert (worse.change_words, worse.change_tone, worse.change_icon) == ("7.1 points worse", "bad", "trending-down")
    assert (better.change_words, better.change_tone) == ("5.4 points better", "good")


def test_a_change_that_may_be_chance_is_not_judged() -> None:
    figure = Figure(label="Score", value=4.1, better="up", change=0.02)

    assert (figure.change_words, figure.change_tone, figure.change_icon) == ("no clear change", "", "minus")


def test_a_target_is_said_in_words() -> None:
    assert (
        Figure(label="Late", value=0.05, unit="share", target=0.08, better="down").target_words == "Target 8% or less"
    )


def test_a_refusal_counts_what_is_missing() -> None:
    weeks = Condition(label="4 weeks in a row", now="1 of 4 weeks", done=1, of=4)
    enough = Condition(label="150 parcels", now="216", is_met=True)

    assert weeks.boxes == [True, False, False, False]
    assert weeks.progress_words == "1 of 4"
    assert Explanation(title="Not yet", now="", conditions=(weeks, enough)).open_words == "1 thing is still missing"
    assert Explanation(title="Soon", now="", limit=0.08).limit_words == "8% or less"


def test_every_kind_of_thing_has_its_own_icon() -> None:
    icons = [kind.icon for kind in list_chip_kinds()]

    assert len(icons) == len(set(icons)) >= 10
    assert chip_kind("order").icon == "package"
    assert chip_kind("nobody knows").icon == "circle-dot"


def people(**changes: object) -> Table:
    columns = [Column("name", "Who", sortable=True), Column("late", "Late by", number=True, sortable=True)]
    rows = [Row({"late": 9, "name": "Ruth"}), Row({"late": 8, "name": "Owen"})]
    return Table(columns=columns, rows=rows, caption="People", **changes)  # type: ignore[arg-type]


def test_a_heading_sorts_and_a_second_click_turns_the_order_round() -> None:
    name, late = people(sort="-late", query={"region": "north"}).headings()

    assert (name.url, name.sort) == ("?region=north&sort=name", None)
    assert (late.url, late.sort) == ("?region=north&sort=late", "descending")
    assert people(sort="late").headings()[1].url == "?sort=-late"


def test_numbers_are_first_sorted_from_the_largest() -> None:
    assert people().headings()[1].url == "?sort=-late"


def test_pages_keep_filters_and_sort() -> None:
    second = people(page=2, page_size=2, total=5, sort="-late", query={"region": "north"}).pages

    assert (second.first, second.last) == (3, 4)
    assert second.previous_url == "?region=north&sort=-late"
    assert second.next_url == "?region=north&sort=-late&page=3"
    assert people(page=3, page_size=2, total=6).pages.next_url == ""


def test_cells_follow_the_columns() -> None:
    _row, cells = people().lines()[0]

    assert [value for _column, value in cells] == ["Ruth", 9]


def test_a_small_line_leaves_gaps_where_nothing_is_known() -> None:
    drawing = draw_sparkline(Sparkline((1, 2, None, 2, 3), target=2))

    assert drawing.count("<polyline") == 2
    assert 'points="0.0,27.0 25.0,15.0"' in drawing
    assert 'class="goal" x1="0" x2="100" y1="15.0"' in drawing
    assert draw_sparkline(Sparkline((1,))) == ""


def test_columns_on_the_right_side_of_their_limit_are_good() -> None:
    drawing = draw_columns((0.05, 0.22, None), 0.08, fewer_is_better=True, label="Late parcels")

    assert drawing.count('class="is-good"') == 1
    assert drawing.count('class="is-bad"') == 1
    assert 'aria-label="Late parcels"' in drawing
