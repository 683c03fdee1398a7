"""Tests of the module payments."""
