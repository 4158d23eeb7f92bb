"""What each row of a form is about: by its label, its values, and its place among the rows, for the whole form at once."""

from ucap.extractors.assign.assign import assign_rows

__all__ = ["assign_rows"]
