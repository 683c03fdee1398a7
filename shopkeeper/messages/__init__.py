"""Outgoing mail, SMS and letters: templates, outbox, consent gate, fatigue, holds."""
