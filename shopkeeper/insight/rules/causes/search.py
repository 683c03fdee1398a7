"""The search for causes: the strongest first, its facts set aside, and again, until what is left is chance.

Setting a found cause aside cleans the world for the next look: what a carrier spoiled in the north no longer
makes its other regions, or the other carriers, look better or worse than they are. What changed is looked for
before what always was so: a category with many returns from the first day must not hide the batch that
doubled them.
"""

from collections.abc import Sequence

from shopkeeper.insight.rules.causes.alternatives import join_alternatives
from shopkeeper.insight.rules.causes.assess import Finding, Look, assess
from shopkeeper.insight.rules.causes.deeper import find_deeper
from shopkeeper.insight.rules.causes.everywhere import find_everywhere
from shopkeeper.insight.rules.causes.facts import Facts
from shopkeeper.insight.rules.causes.findings import Analysis, Condition, Dismissed, Kind
from shopkeeper.insight.rules.causes.gaps import days_of, find_gaps
from shopkeeper.insight.rules.causes.gates import threshold
from shopkeeper.insight.rules.causes.refine import refine
from shopkeeper.insight.rules.causes.report import report
from shopkeeper.insight.rules.causes.scan import Scan
from shopkeeper.insight.rules.causes.scoring import Scored, rank_changes, rank_standing
from shopkeeper.insight.rules.causes.settings import DEFAULT, Settings
from shopkeeper.insight.rules.causes.tally import Tally


def search(facts: Facts, settings: Settings = DEFAULT) -> Analysis:
    """Find the causes of bad outcomes, and of fewer of them, in facts with many dimensions."""
    gaps = find_gaps(facts)
    clean = facts
    for gap in gaps:
        if gap.dimension is None:
            clean = clean.without(days_of(clean, gap))
    state = _Search(clean, settings)
    state.run()
    look = state.look(clean)
    return Analysis(
        causes=report(look, join_alternatives(look, state.accepted), state.everywhere),
        dismissed=tuple(state.dismissed.values()),
        gaps=gaps,
        candidates=state.candidates,
        facts=facts.everything.n,
        bad=facts.everything.k if facts.rare_is_bad else facts.everything.n - facts.everything.k,
        overdispersion=state.overdispersion,
        left_out={dimension.name: dimension.left_out for dimension in facts.dimensions if dimension.left_out},
    )


class _Search:
    """What has been found so far, and the facts not yet explained."""

    def __init__(self, facts: Facts, settings: Settings) -> None:
        self.facts = facts
        self.settings = settings
        self.accepted: list[Finding] = []
        self.everywhere: Finding | None = None
        self.dismissed: dict[tuple[Condition, ...], Dismissed] = {}
        self.tally = Tally(facts)
        self.candidates = 0
        self.overdispersion = self.tally.overdispersion()

    def run(self) -> None:
        """First what changed somewhere, then what changed everywhere, then what always was so.

        After the first full look only single values and the pairs that stood out then are looked at again: setting a
        cause aside can lift a faint pair, but not one that chance had kept flat.
        """
        scans = self.tally.scan()
        self.candidates = 2 * len(scans)
        watched = [scan.conditions for scan in scans if self._is_watched(scan)]
        while len(self.accepted) < self.settings.most_causes and self._take(scans, is_change=True):
            scans = self.tally.scan(watched)
        self.everywhere = find_everywhere(self.look(self.facts))
        while len(self.accepted) < self.settings.most_causes and self._take(scans, is_change=False):
            scans = self.tally.scan(watched)

    def _is_watched(self, scan: Scan) -> bool:
        return len(scan.conditions) == 1 or scan.strength >= self.settings.worth_a_second_look

    def look(self, facts: Facts) -> Look:
        """What a careful look needs to know now."""
        line = threshold(self.settings.false_discoveries, self.candidates, len(self.accepted))
        return Look(facts, self.settings, self.overdispersion, line)

    def _take(self, scans: Sequence[Scan], is_change: bool) -> bool:
        """Accept the strongest candidate that passes; whether there was one."""
        look = self.look(self.facts)
        for scored in self._ranked(look, scans, is_change)[: self.settings.most_tries]:
            result = self._judge(look, scored.scan, is_change)
            if isinstance(result, Finding):
                self._accept(refine(look, result))
                return True
            self.dismissed.setdefault(result.conditions, result)
        deeper = find_deeper(look, scans) if is_change else None
        if deeper:
            self._accept(refine(look, deeper))
        return deeper is not None

    def _judge(self, look: Look, scan: Scan, is_change: bool) -> Finding | Dismissed:
        conditions = tuple(Condition(name, (value,)) for name, value in scan.conditions)
        result = assess(look, conditions, is_change=is_change)
        if isinstance(result, Dismissed) and is_change and scan.is_newborn:
            as_new = assess(look, conditions, is_change=False)
            return as_new if isinstance(as_new, Finding) and as_new.kind is Kind.NEW else result
        return result

    def _ranked(self, look: Look, scans: Sequence[Scan], is_change: bool) -> list[Scored]:
        bad = 1 if self.facts.rare_is_bad else -1
        if is_change:
            return rank_changes(self.tally, scans, bad, look)
        return rank_standing(scans, bad, look)

    def _accept(self, finding: Finding) -> None:
        self.accepted.append(finding)
        self.facts = self.facts.without(finding.taken)
        self.tally.set_aside(self.facts, finding.effect.first, finding.effect.end)
