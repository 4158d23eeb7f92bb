"""Named entities of the running texts: a spaCy pipeline of name grammar, gazetteers and the language model.

`pipeline` finds them. It loads spaCy, so what reads documents imports it, and this module does not: publishing needs mentions
only.
"""

from ucap.extractors.entities.mentions import Mark, Mention, mark_entities, parse_marks
from ucap.extractors.entities.sentence_spans import split_sentences
from ucap.extractors.entities.spans import NameDoubt

__all__ = ["Mark", "Mention", "NameDoubt", "mark_entities", "parse_marks", "split_sentences"]
