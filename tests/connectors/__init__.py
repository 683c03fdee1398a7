"""Imports: foreign files in, our canonical tables out."""
