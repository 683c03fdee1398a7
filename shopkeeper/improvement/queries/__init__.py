"""Reads of improvement: where problems stand, whom they touched, what was done."""
