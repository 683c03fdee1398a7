"""Decisions of recovery: how much harm, one episode or two, who is taken on first, what may be given."""
