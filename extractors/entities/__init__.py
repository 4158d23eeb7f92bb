"""Named entities of the running texts: a spaCy pipeline of name grammar, gazetteers and the language model."""

from extractors.entities.pipeline import Mention, find_entities, load_pipeline, split_sentences

__all__ = ["Mention", "find_entities", "load_pipeline", "split_sentences"]
