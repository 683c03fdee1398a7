"""A pair's evidence for the eye: values side by side, and the score as a waterfall in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.charts import Stair, Target, WaterfallChart
from shopkeeper.core.charts.marks import Tone
from shopkeeper.core.words import write_number
from shopkeeper.customers.queries.pairs import Comparison, Pair
from shopkeeper.customers.queries.telling import name_attribute, tell_level
from shopkeeper.customers.queries.zones import find_zones
from shopkeeper.customers.rules.pairs import Rung, Verdict
from shopkeeper.customers.words import write_sure

_VERDICTS = {
    Verdict.SAME: (gettext_noop("same"), "check", "good"),
    Verdict.ALIKE: (gettext_noop("alike"), "circle-dot", "warn"),
    Verdict.DIFFERENT: (gettext_noop("differs"), "x", "bad"),
    Verdict.ONE_MISSING: (gettext_noop("one does not say"), "minus", ""),
    Verdict.BOTH_MISSING: (gettext_noop("neither says"), "minus", ""),
}
_ELSEWHERE = {
    True: (gettext_noop("same elsewhere"), "check", "good"),
    False: (gettext_noop("differs elsewhere"), "x", "warn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An attribute of both, with how the two stand to each other as a word, an icon and a tone."""

    label: str
    one: str
    other: str
    word: str
    icon: str
    tone: str
    why: str
    one_elsewhere: str
    other_elsewhere: str


def list_lines(pair: Pair) -> list[Line]:
    """The attributes that either of the two has."""
    return [_line(row, pair) for row in pair.comparisons if row.judged.verdict is not Verdict.BOTH_MISSING]


def draw_score(pair: Pair) -> WaterfallChart | None:
    """How the score comes about, as stairs; None without a model."""
    if not pair.rungs:
        return None
    given, *told = pair.rungs
    total = pair.rungs[-1]
    stairs = [
        Stair(label=_("Any two people here"), start=0, end=given.end, effect=_one_in(given), tone="quiet",
              after=write_sure(given.probability)),
        *[_stair(rung) for rung in told],
        Stair(label=_("All together"), start=0, end=total.end, effect=_("%(sure)s sure") % {
            "sure": write_sure(total.probability)}, after=write_sure(total.probability)),
    ]  # fmt: skip
    return WaterfallChart(
        title=_("What makes it %(sure)s") % {"sure": write_sure(total.probability)},
        context=_("Each bar begins where the one above it ended. Further right: likelier to be one person."),
        label_column=_("What is known"),
        value_column=_("What it says"),
        after_column=_("Sure after it"),
        stairs=tuple(stairs),
        reference=Target(find_zones().sure_bits, _("joined without asking")),
    )


def _line(row: Comparison, pair: Pair) -> Line:
    word, icon, tone = _VERDICTS[row.judged.verdict]
    told = [tell_level(step.comparison, step.level) for step in row.judged.steps]
    why = ", ".join(filter(None, told)) if row.judged.verdict in (Verdict.ALIKE, Verdict.DIFFERENT) else ""
    name = row.judged.attribute
    elsewhere = (pair.one.value_elsewhere(name), pair.other.value_elsewhere(name))
    known = (row.one or elsewhere[0], row.other or elsewhere[1])
    if any(elsewhere) and all(known):
        word, icon, tone = _ELSEWHERE[known[0].casefold() == known[1].casefold()]
    return Line(name_attribute(name), row.one, row.other, _(word), icon, tone, why, *elsewhere)


def _stair(rung: Rung) -> Stair:
    words = tell_level(rung.step.comparison, rung.step.level) or rung.step.comparison
    tone: Tone = "good" if rung.end >= rung.start else "bad"
    return Stair(
        label=words[:1].upper() + words[1:],
        start=rung.start,
        end=rung.end,
        effect=_effect(rung.factor),
        after=write_sure(rung.probability),
        tone=tone,
    )


def _effect(factor: float) -> str:
    if factor >= 1.05:
        return _("%(n)s times likelier") % {"n": _times(factor)}
    if factor <= 1 / 1.05:
        return _("%(n)s times less likely") % {"n": _times(1 / factor)}
    return _("changes little")


def _times(factor: float) -> str:
    if factor >= 1_000_000:
        return _("over a million")
    if factor >= 100:
        scale = 10 ** (len(str(int(factor))) - 2)
        return write_number(round(factor / scale) * scale)
    return write_number(round(factor, 1) if factor < 10 else round(factor))


def _one_in(rung: Rung) -> str:
    scale = 1 / max(rung.probability, 1e-12)
    return _("1 in %(n)s is one person") % {"n": _times(scale)}
