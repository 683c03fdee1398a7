"""What others may use of the interactions."""

from shopkeeper.interactions.contracts import FUNNEL, Channel, StepKind, TopicKind

__all__ = ["FUNNEL", "Channel", "StepKind", "TopicKind"]
