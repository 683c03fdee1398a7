"""Tests of the module catalog."""
