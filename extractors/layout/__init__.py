"""From pages to a Form, led by the labels of the form."""

from ucap.extractors.layout.table import read_layout

__all__ = ["read_layout"]
