"""Corrections: entries that people write beside the documents, held against what is extracted, and their fates."""
