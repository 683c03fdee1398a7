"""Judging a clause of English by VADER's lexicon, loaded once and only where a text is read."""

from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def judge_english(clause: str) -> float:
    """How a clause sounds, from -1 to 1."""
    return float(_analyzer().polarity_scores(clause)["compound"])


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
