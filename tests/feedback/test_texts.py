"""What people write is read clause by clause: one comment can praise the staff and damn the delivery."""

from decimal import Decimal
from uuid import UUID

import pytest

from shopkeeper.feedback.contracts import Scale, Verdict
from shopkeeper.feedback.errors import ScoreOutOfScale
from shopkeeper.feedback.reading import judge_english
from shopkeeper.feedback.rules.scores import as_sentiment, check_score, judge
from shopkeeper.feedback.rules.texts import read_text, split_clauses
from shopkeeper.interactions.public import TopicWords

STAFF, DELIVERY = UUID(int=1), UUID(int=2)
TOPICS = [TopicWords(STAFF, ("staff",)), TopicWords(DELIVERY, ("deliver*", "late"))]


def read(text: str) -> dict[UUID, tuple[str, float]]:
    found = read_text(text, TOPICS, judge_english)
    return {item.topic_id: (text[item.start : item.end], item.sentiment) for item in found}


def test_one_comment_praises_the_staff_and_damns_the_delivery() -> None:
    found = read("The staff were wonderful and kind, but the delivery was terrible. Never again.")
    assert found[STAFF] == ("The staff were wonderful and kind", pytest.approx(0.802, abs=0.01))
    assert found[DELIVERY] == ("but the delivery was terrible.", pytest.approx(-0.631, abs=0.01))


def test_a_topic_is_kept_once_where_it_is_judged_most_strongly() -> None:
    text = "Delivery as usual. Delivery was awful! Delivery on Monday."
    assert read(text) == {DELIVERY: ("Delivery was awful!", pytest.approx(-0.511, abs=0.01))}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Good. Bad!", ["Good.", "Bad!"]),
        ("Nice lamp, but late", ["Nice lamp", "but late"]),
        ("  \n ", []),
        ("no end", ["no end"]),
        ("Gostei, mas demorou", ["Gostei", "mas demorou"]),
    ],
)
def test_a_text_is_split_where_judgments_end(text: str, clauses: list[str]) -> None:
    assert [text[start:end] for start, end in split_clauses(text)] == clauses


@pytest.mark.parametrize(
    ("scale", "score", "verdict", "sentiment"),
    [
        (Scale.NPS, 6, Verdict.LOW, 0.2),
        (Scale.NPS, 7, Verdict.MIDDLE, 0.4),
        (Scale.NPS, 9, Verdict.HIGH, 0.8),
        (Scale.STARS, 2, Verdict.LOW, -0.5),
        (Scale.CSAT, 3, Verdict.MIDDLE, 0.0),
        (Scale.CSAT, 5, Verdict.HIGH, 1.0),
        (Scale.CES, 3, Verdict.LOW, -0.333),
        (Scale.CES, 6, Verdict.HIGH, 0.667),
    ],
)
def test_a_score_reads_low_middle_or_high_on_its_own_scale(
    scale: Scale, score: int, verdict: Verdict, sentiment: float
) -> None:
    assert judge(scale, Decimal(score)) is verdict
    assert as_sentiment(scale, Decimal(score)) == sentiment


@pytest.mark.parametrize(("scale", "score"), [(Scale.NPS, 11), (Scale.STARS, 0), (Scale.CES, 8), (Scale.CSAT, -1)])
def test_a_score_off_its_scale_is_refused(scale: Scale, score: int) -> None:
    with pytest.raises(ScoreOutOfScale):
        check_score(scale, Decimal(score))
