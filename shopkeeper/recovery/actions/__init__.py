"""Writes of recovery, one file for each thing that people do with a case."""
