"""Made-up sets of the kinds on which matching is hard: written from the outside, with no look at how we match."""
