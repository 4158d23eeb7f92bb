"""Word documents (`.docx`): the form as it was written, before anybody made a PDF of it."""

from ucap.extractors.readers.word.read import WordForm, read_word

__all__ = ["WordForm", "read_word"]
