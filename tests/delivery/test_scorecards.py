"""Carriers as they are: what stands out, how sure that is, and what another would have done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.models import Claim, Parcel, Service
from shopkeeper.delivery.queries.scorecards import get_carrier, get_scoreboard
from shopkeeper.delivery.queries.trials import Question, list_places, try_out
from shopkeeper.delivery.rules.scorecards import Cell, Share, find_outliers, sum_up_trial
from tests.cast import with_cast
from tests.delivery.offering import BY, NOW, TODAY, with_parcels, with_service
from tests.inventory.shelves import with_location

MONDAY = date(2026, 2, 16)


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263.
    share = Share(81, 263)
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)
    assert (Share(0, 10).low, round(Share(0, 10).high, 4), Share(0, 0).is_enough) == (0.0, 0.2775, False)


def test_a_carrier_stands_out_only_where_chance_does_not_explain_it() -> None:
    def cell(carrier: str, region: str, late: int, n: int) -> Cell:
        return Cell(carrier, carrier.lower(), region, Share(late, n))

    cells = [cell("A", "North", 224, 1016), cell("A", "South", 60, 1200), cell("B", "North", 45, 900),
             cell("B", "South", 2, 5)]  # fmt: skip
    [worst] = find_outliers(cells)
    assert (worst.cell.carrier, worst.cell.region) == ("A", "North")
    assert round(worst.excess) == 172
    assert find_outliers([cell("A", "North", 4, 9), cell("B", "South", 50, 1000)]) == []


def test_a_trial_is_unsure_where_few_parcels_were_measured() -> None:
    sure = sum_up_trial([(0.95, 2_000)] * 400)
    unsure = sum_up_trial([(0.95, 0)] * 400)
    assert (sure.in_time, sure.own, unsure.own) == (pytest.approx(0.95), 400, 0)
    assert sure.high - sure.low == pytest.approx(0.0467, abs=0.001)
    assert unsure.high - unsure.low > 0.14
    assert sum_up_trial([]).n == 0


def two_carriers() -> None:
    """Swift is late into the North and Kestrel is not; into the South both come in time."""
    with_service(brochure_days=1)
    with_service(carrier="kestrel", brochure_days=1, rates=(delivery.RateSpec(Decimal(5), "GBP", Decimal("3.50")),))
    for carrier, days in (("swift", 4), ("kestrel", 1)):
        with_parcels(days, 60, carrier=carrier, left_on=MONDAY)
        with_parcels(1, 90, carrier=carrier, left_on=MONDAY)
        with_parcels(1, 150, carrier=carrier, area="BS", region="South", left_on=MONDAY)
    measure_lanes(by=BY, now=NOW)


@pytest.mark.django_db
def test_the_scoreboard_finds_the_carrier_and_the_region() -> None:
    two_carriers()
    board = get_scoreboard(by=BY, now=NOW)
    [worst] = board.outliers
    assert (worst.cell.carrier_key, worst.cell.region, worst.cell.late) == ("swift", "North", Share(60, 150))
    swift = get_carrier("swift", by=BY, now=NOW)
    assert (swift.score.late, swift.score.mean_days_late, swift.score.very_late) == (Share(60, 300), 2.0, 0)
    assert [(region, late.count) for region, late, _ in swift.regions] == [("North", 60), ("South", 0)]
    assert [(lane.area, lane.most) for lane in swift.lanes] == [("LS", 4), ("BS", 1)]
    assert get_carrier("kestrel", by=BY, now=NOW).outliers == ()


@pytest.mark.django_db
def test_a_parcel_that_has_not_come_is_late_from_the_day_after() -> None:
    with_service()
    with_parcels(None, 3, left_on=TODAY - timedelta(days=3), promised=2)
    with_parcels(None, 4, left_on=TODAY - timedelta(days=3), promised=3)
    Parcel.objects.filter(promised_on=TODAY - timedelta(days=1)).update(lost_at=NOW)
    [score] = get_scoreboard(by=BY, now=NOW).scores
    assert (score.late, score.lost) == (Share(3, 3), 3)


@pytest.mark.django_db
def test_another_carrier_would_have_brought_them_in_time_for_a_little_more() -> None:
    two_carriers()
    kestrel = Service.objects.get(carrier__source_key="kestrel")
    asked = Question(region="North", from_carrier="swift", service_id=kestrel.id)
    trial = try_out(asked, by=BY, now=NOW)
    assert trial
    assert (trial.n, trial.was_in_time, trial.tried.own) == (150, Share(90, 150), 150)
    assert trial.tried.in_time > 0.99
    assert trial.tried.low > trial.was_in_time.high
    assert (trial.was_cost, trial.cost) == (Decimal("465.00"), Decimal("525.00"))
    assert try_out(Question(region="Moon", service_id=kestrel.id), by=BY, now=NOW) is None


@pytest.mark.django_db
def test_parcels_are_compared_with_those_that_were_given_as_many_days() -> None:
    # Kestrel brings by the day that was promised and not before: four of its five were given a day more.
    with_service(brochure_days=1)
    with_service(carrier="kestrel", brochure_days=1)
    with_parcels(3, 100, left_on=MONDAY, promised=1)
    with_parcels(1, 60, carrier="kestrel", left_on=MONDAY, promised=1)
    with_parcels(2, 240, carrier="kestrel", left_on=MONDAY, promised=2)
    measure_lanes(by=BY, now=NOW)
    kestrel = Service.objects.get(carrier__source_key="kestrel")
    trial = try_out(Question(from_carrier="swift", service_id=kestrel.id), by=BY, now=NOW)
    assert trial
    assert (trial.n, trial.was_in_time) == (100, Share(0, 100))
    assert trial.tried.in_time > 0.9


@pytest.mark.django_db
def test_a_service_that_nobody_used_is_tried_on_the_carriers_word_alone_and_says_so() -> None:
    two_carriers()
    with_service("rocket", carrier="kestrel", brochure_days=0)
    rocket = Service.objects.get(code="rocket")
    trial = try_out(Question(region="North", service_id=rocket.id), by=BY, now=NOW)
    assert trial
    assert (trial.unmeasured, trial.tried.own) == (True, 0)


@pytest.mark.django_db
def test_the_pages_say_what_stands_out_and_who_may_changes_services() -> None:
    cast = with_cast()
    two_carriers()
    Parcel.objects.update(promised_on=date(2026, 2, 18))
    boss, store = cast.sign_in("supply_chain_manager"), cast.sign_in("LDS")
    for path in ("carriers/", "carriers/swift/", "at-risk/", "what-if/", "services/"):
        assert store.get(f"/delivery/{path}").status_code == 200, path
    assert store.get("/delivery/carriers/nobody/").status_code == 404
    service = Service.objects.get(carrier__source_key="swift")
    said = {"name": "Swift home", "promise_percent": "95", "price": "4.50", "cost": "3.00", "cut_off": "15:30",
            "leaves_after_days": "1"}  # fmt: skip
    assert store.post(f"/delivery/services/{service.id}/", said).status_code == 403
    assert boss.post(f"/delivery/services/{service.id}/", said).status_code == 302
    service.refresh_from_db()
    assert (service.name, service.promise_percent, service.rates.get().price) == ("Swift home", 95, Decimal("4.50"))
    assert service.cut_offs.get().leaves_after_days == 1
    refused = boss.post(f"/delivery/services/{service.id}/", {**said, "promise_percent": "20"}).content.decode()
    assert "Write 50 or more." in refused
    boss.post("/delivery/services/days-off/", {"day": "2026-12-28", "why": "stocktaking"})
    assert "stocktaking" in boss.get("/delivery/services/").content.decode()
    tried = boss.get(f"/delivery/what-if/?region=North&service={service.id}")
    assert tried.status_code == 200
    assert boss.get("/delivery/what-if/?service=nonsense&node=LDS").status_code == 200


@pytest.mark.django_db
def test_a_book_that_ended_long_ago_is_judged_by_its_own_last_weeks() -> None:
    with_parcels(4, 40, left_on=date(2025, 3, 3))
    with_parcels(1, 60, left_on=date(2025, 3, 4))
    board = get_scoreboard(by=BY, now=NOW)
    assert (board.since, board.ended_on) == (date(2024, 12, 9), date(2025, 3, 6))
    assert (board.all_late.count, board.all_late.n) == (40, 100)
    page = with_cast().sign_in("supply_chain_manager").get("/delivery/carriers/").content.decode()
    assert "promised 9 Dec 2024 to 6 Mar 2025, and nothing since" in page


@pytest.mark.django_db
def test_one_parcel_of_late_leaves_the_old_ones_out() -> None:
    with_parcels(4, 40, left_on=date(2025, 3, 3))
    with_parcels(1, 2)
    board = get_scoreboard(by=BY, now=NOW)
    assert (board.ended_on, board.all_late.n) == (None, 2)


def test_parcels_can_be_tried_from_any_location_that_could_send_them() -> None:
    with_location("YRK")
    with_service()
    with_parcels(1, 40)
    measure_lanes(by=BY, now=NOW)
    assert list_places(now=NOW)[2] == ["LDS", "YRK"]
    trial = try_out(Question(node="YRK"), by=BY, now=NOW)
    assert trial
    assert (trial.n, trial.tried.own, trial.unmeasured) == (40, 0, True)


@pytest.mark.django_db
def test_what_was_found_again_is_not_lost_and_claims_are_those_of_the_weeks_shown() -> None:
    found, lost, old = with_parcels(3, 1) + with_parcels(None, 1) + with_parcels(1, 1, left_on=date(2025, 6, 2))
    Parcel.objects.filter(pk__in=[found.id, lost.id]).update(lost_at=NOW)
    for parcel, amount in ((lost, 20), (old, 50)):
        Claim.objects.create(parcel=parcel, kind="lost", amount=Decimal(amount), currency="GBP", claimed_at=NOW)
    [score] = get_scoreboard(by=BY, now=NOW).scores
    assert (score.late.n, score.late.count, score.lost, score.claimed) == (2, 2, 1, Decimal(20))
