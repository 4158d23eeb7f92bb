"""Named entities of the running texts: a spaCy pipeline of name grammar, gazetteers and the language model."""

from ucap.extractors.entities.mentions import Mark, Mention, mark_entities, parse_marks
from ucap.extractors.entities.pipeline import find_entities, load_pipeline
from ucap.extractors.entities.sentence_spans import split_sentences

__all__ = ["Mark", "Mention", "find_entities", "load_pipeline", "mark_entities", "parse_marks", "split_sentences"]
