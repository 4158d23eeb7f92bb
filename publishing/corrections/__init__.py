"""Corrections: entries that people write, compared with the extracted values, and what became of each."""
