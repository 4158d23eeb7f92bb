"""Named entities of the running texts: a spaCy pipeline of name rules and the language model. Only this module imports spaCy.

Order of precedence: what rules are certain of (names by grammar, known names, acronyms, dates), among these the longest; then
what looks like a name, with the model's label; then what the model finds in what is left.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ucap.extractors.dates import find_dates
from ucap.extractors.entities.document import DocumentSentence, read_sentences
from ucap.extractors.entities.doubts import Range, find_cut_names, find_left_out
from ucap.extractors.entities.mentions import Mention
from ucap.extractors.entities.name_tokens import NameToken, split_name_tokens
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.sentence_spans import split_sentences
from ucap.extractors.entities.spans import NameDoubt, NameSpan, select_longest
from ucap.extractors.entities.vocabulary import load_name_vocabulary
from ucap.extractors.text.folding import fold_name
from ucap.extractors.version import find_language_model
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary

# `ner` has its own token vectors; without the others it finds the same entities in half the time.
_UNUSED_COMPONENTS: Final = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
_BATCH_SIZE: Final = 64  # texts given to spaCy at once; chosen: a document has fewer, so it is one batch
_PERSONAL_WORDS: Final = 3
"""Words of a person whom only the model takes for one. Chosen."""
_HYPHENED: Final = re.compile(r"[-‐‑][^\W\d_]")
_ANY_YEAR: Final = 2000  # only where a date stands is asked, not which year it is
_MODEL_LABELS: Final[dict[str, EntityLabel]] = {
    "ORG": "ORG", "PERSON": "PERSON", "FAC": "FACILITY", "GPE": "CITY", "LOC": "REGION", "EVENT": "EVENT",
}  # fmt: skip


if not Span.has_extension("canonical"):
    Span.set_extension("needs_model", default=False)
    Span.set_extension("may_be_person", default=False)
    Span.set_extension("is_thing", default=False)
    Span.set_extension("may_be_sight", default=False)
    Span.set_extension("doubt", default="kind")  # what the model alone says
    Span.set_extension("canonical", default=None)
    Span.set_extension("full_name", default=None)
    Span.set_extension("source", default="model")
    Doc.set_extension("sentence", default=None)
    Doc.set_extension("refused", default=())


@dataclass(frozen=True)
class TextNames:
    """The names of one text: its mentions, and the words that look like a name and are part of none, as ranges of the text."""

    mentions: list[Mention]
    left_out: list[Range]


def find_entities(texts: Sequence[str], *, known_cities: Sequence[str] = ()) -> list[list[Mention]]:
    """Return the mentions that `read_names` finds in each text."""
    return [names.mentions for names in read_names(texts, known_cities=known_cities)]


def read_names(texts: Sequence[str], *, known_cities: Sequence[str] = ()) -> list[TextNames]:
    """Return the names of each text of one document: flat, in text order, offsets into the text given.

    `known_cities` are the cities of the form's header. Acronyms explained in any of the texts are known in all of them.
    """
    nlp = load_pipeline()
    pieces = [(i, start, text[start:end]) for i, text in enumerate(texts) for start, end in split_sentences(text)]
    docs = [nlp.make_doc(piece) for _, _, piece in pieces]
    for doc, sentence in zip(docs, read_sentences([doc.text for doc in docs], known_cities, is_word), strict=True):
        doc._.sentence = sentence
    docs = list(nlp.pipe(docs, batch_size=_BATCH_SIZE, disable=["ner", "ucap_entities"]))
    # The model costs as much as all the rules. Where they leave nothing over, it could add nothing and is not asked.
    _recognise_entities(nlp, [doc for doc in docs if _leaves_something(doc)])
    found = [TextNames([], []) for _ in texts]
    for (i, start, _), doc in zip(pieces, docs, strict=True):
        spans = merge_entities(doc).ents
        ranges = [(span.start_char, span.end_char) for span in spans]
        known: Sentence = doc._.sentence.sentence
        cut = find_cut_names(known, ranges)
        found[i].mentions.extend(_to_mention(span, start, _find_doubt(span, cut)) for span in spans)
        found[i].left_out.extend((start + a, start + b) for a, b in find_left_out(known, ranges, doc._.refused))
    return found


@cache
def load_pipeline() -> Language:
    """Return the pipeline, loaded once a process: `nlp(text).ents` are the entities, with `_.canonical` and `_.source`.

    Raises `OSError` where no language model is installed.
    """
    nlp = spacy.load(find_language_model(), exclude=_UNUSED_COMPONENTS)
    nlp.add_pipe("ucap_names", before="ner")
    nlp.add_pipe("ucap_entities", last=True)
    return nlp


def _recognise_entities(nlp: Language, docs: Sequence[Doc]) -> None:
    """Set the entities that the language model finds in each sentence, as `nlp.pipe` does, in two thirds of the time.

    The loop of spaCy 3.8 gives up Python's lock, and then takes it for each of the moves that may be made at each word. These
    are its methods for training, which keep the lock.
    """
    ner: Any = nlp.get_pipe("ner")
    for first in range(0, len(docs), _BATCH_SIZE):
        batch = docs[first : first + _BATCH_SIZE]
        model, states = ner.model.predict(batch), ner.moves.init_batch(batch)
        unfinished = [state for state in states if not state.is_final()]
        while unfinished:
            unfinished = ner.transition_states(unfinished, model.predict(unfinished))
        ner.set_annotations(batch, states)
        model.init = None  # it holds the model, which would keep some megabytes of a document until rubbish is looked for


@Language.component("ucap_names", assigns=["doc.spans"])
def mark_names(doc: Doc) -> Doc:
    """Put what the rules find into `doc.spans`: `names` for certain ones, `name_candidates` for what the model may name."""
    sentence: DocumentSentence = doc._.sentence or read_sentences([doc.text], (), is_word)[0]
    document = sentence.sentence.context
    dates = [NameSpan(start, end, "DATE") for start, end in _find_date_spans(sentence.sentence.text)]
    names = [name for name in sentence.find_names() if not any(_is_cut_by(date, name) for date in dates)]
    titles = sentence.sentence.titles
    # What a title only looks to name is a part of it: the webinar “Blue Harbour Vision for All”.
    names = [name for name in names if not any(name.overlaps(*title) for title in titles) or _stands_in_title(doc, name)]
    found = select_longest([*names, *dates])
    spans = [doc.char_span(name.start, name.end, label=name.label) for name in found]
    if any(span is None for span in spans):
        _split_tokens(doc, {offset for name in found for offset in (name.start, name.end)})
        spans = [doc.char_span(name.start, name.end, label=name.label) for name in found]
    groups: dict[str, list[Span]] = {"names": [], "name_candidates": []}
    for name, span in zip(found, spans, strict=True):
        if span is not None:
            span._.canonical = name.canonical or document.full_names.get(fold_name(span.text))
            if span.text in document.acronyms:
                span._.full_name = document.acronyms[span.text][1]
            span._.source, span._.needs_model = "rule", name.needs_model
            span._.may_be_person, span._.is_thing = name.may_be_person, name.is_thing
            span._.doubt = name.doubt
            if name.may_be_sight:
                span._.may_be_sight = True
            groups["names" if name.certain else "name_candidates"].append(span)
    doc.spans.update(groups)
    return doc


def _stands_in_title(doc: Doc, name: NameSpan) -> bool:
    """Whether a name within a title is certain by more than a place in it: “What *Bilbao Taught Us*” is none."""
    last = doc.text[name.start : name.end].split()[-1].casefold()
    return name.certain and (name.label != "ORG" or (last,) in load_name_vocabulary().heads.values)


def _is_cut_by(date: NameSpan, name: NameSpan) -> bool:
    """Whether a date reaches into a name from outside: "27th of *November* The Hague"."""
    return date.start < name.start < date.end < name.end


@Language.component("ucap_entities", requires=["doc.spans", "doc.ents"], assigns=["doc.ents"])
def merge_entities(doc: Doc) -> Doc:
    """Make `doc.ents` of the names found by rule and, where they leave room, of the model's entities."""
    rules = list(doc.spans["names"])
    taken = {token.i for span in rules for token in span}
    modelled = [span for entity in doc.ents if (span := _adopt(entity, taken)) is not None]
    settled = [(candidate, _settle(candidate, modelled)) for candidate in doc.spans["name_candidates"]]
    candidates = [span for _, span in settled if span is not None]
    refused = [candidate for candidate, span in settled if span is None]
    doc._.refused = tuple((one.start_char, one.end_char) for one in refused if one._.doubt)
    modelled = [entity for entity in modelled if sum(_share_words(entity, candidate) for candidate, _ in settled) < 2]
    modelled = [entity for entity in modelled if not any(_contradicts(entity, candidate) for candidate in refused)]
    # filter_spans keeps the longest; what the rules are sure of is never given up.
    rest = filter_spans([*candidates, *modelled])
    doc.set_ents([*rules, *(span for span in rest if not taken & {token.i for token in span})])
    return doc


def _find_date_spans(text: str) -> list[tuple[int, int]]:
    """Return the character spans of the dates in a text."""
    # Only the place of a date counts here, so any year will do for one without.
    spans = [date.span for date in find_dates(text, context_year=_ANY_YEAR)]
    loose = [match.span(match.lastindex or 0) for match in _loose_dates().finditer(text)]
    spans += [(start, end) for start, end in loose if not any(a < end and start < b for a, b in spans)]
    return [_trim_date(text, start, end) for start, end in spans]


@cache
def _loose_dates() -> re.Pattern[str]:
    """Return the pattern of what is a date in a text but gives no day that could be published.

    `May 5 to 9`, `in 1884`, `mid-May`, `late October`, each `March`, (`2015 – 16`).
    """
    vocabulary = load_vocabulary("dates")
    months = "|".join(re.escape(name.title()) for names in vocabulary["months"] for name in names)
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    days = rf"(?:{months})\.? {day}(?: ?[-–] ?| to | and ){day}"
    return re.compile(
        rf"\b(?=[A-Z][^\W\d_]{{2,8}}\.? \d)({days})\b(?!,? \d{{4}})|\b(?:in|since|until) (1[5-9]\d\d)\b(?! [a-z]+s\b)"
        rf"|\b((?:early|mid|late)[ -](?:{months}))\b|\b(?:[Ee]ach|[Ee]very|[Ll]ast|[Nn]ext|this|past) ({months})\b(?! \d)"
        r"|(?<=\()(20\d\d ?[-–/] ?\d\d)(?=\))"
    )


def _trim_date(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out "since", "the", "onwards": they say what the date means and are not part of the mention."""
    end -= text[start:end].endswith(".") and text[end - 2 : end - 1].isdigit()
    core = _date_core().fullmatch(text, start, end)
    return core.span(1) if core else (start, end)


@cache
def _date_core() -> re.Pattern[str]:
    listed = load_vocabulary("entities")
    openers, closers = ("|".join(map(re.escape, listed[key])) for key in ("date_openers", "date_closers"))
    return re.compile(rf"(?:(?:{openers})\s+)*(.+?)(?:\s+(?:{closers}))?", re.IGNORECASE)


def is_word(word: str) -> bool:
    """Return whether a lower-case word is an ordinary English one, by the words that the language model's lemmatizer knows."""
    known = _load_words()
    return word in known or any(
        word[: -len(ending)] + base in known
        for ending, base in load_vocabulary("entities")["inflections"]
        if word.endswith(ending)
    )


@cache
def _load_words() -> frozenset[str]:
    nlp = load_pipeline()
    lookups = Lookups().from_disk(Path(str(nlp.path)) / "lemmatizer" / "lookups")
    words = (word for lemmas in lookups.get_table("lemma_index").values() for word in lemmas)
    forms = (form for forms in lookups.get_table("lemma_exc").values() for form in forms)
    return frozenset((*words, *forms, *nlp.Defaults.stop_words))


def _split_tokens(doc: Doc, offsets: set[int]) -> None:
    """Split the tokenizer's words where a name begins or ends within one ("Lyon/Nanning"): an entity is a span of tokens."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            inner = sorted(offset - token.idx for offset in offsets if token.idx < offset < token.idx + len(token))
            if inner:
                edges = [0, *inner, len(token)]
                pieces = [token.text[a:b] for a, b in pairwise(edges)]
                retokenizer.split(token, pieces, heads=[(token, 0)] * len(pieces))


def _adopt(entity: Span, taken: set[int]) -> Span | None:
    """Return a model's entity as one of ours, without article and genitive; None where it is no name or a rule has it."""
    listed = load_vocabulary("entities")
    label, outer_words = _MODEL_LABELS.get(entity.label_), listed["outer_words"]
    tokens = list(entity)
    while tokens and (tokens[0].lower_ in outer_words or tokens[0].is_punct):
        tokens.pop(0)
    while tokens and (tokens[-1].lower_ in outer_words or tokens[-1].is_punct):
        tokens.pop()
    if label is None or not tokens or taken & {token.i for token in tokens}:
        return None
    sentence: DocumentSentence | None = entity.doc._.sentence
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    if sentence is not None and any(a < end and start < b for a, b in (*sentence.sentence.tools, *sentence.sentence.titles)):
        return None
    if _HYPHENED.match(entity.doc.text, end):
        return None  # a part of a word: *Minato*-ku
    if any(token.text in "()[]" for token in tokens):
        return None  # the model takes what stands in brackets for a part of the name before
    span = Span(entity.doc, tokens[0].i, tokens[-1].i + 1, label=label)
    before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
    if label in ("CITY", "REGION") and before not in (*listed["place_prepositions"], *listed["direction_prepositions"]):
        span.label_ = "ORG"
    return span if _reads_as_name(span) else None


def _leaves_something(doc: Doc) -> bool:
    """Whether the model could change what the rules found: a candidate to label, or words of a name that no name holds."""
    if doc.spans["name_candidates"]:
        return True
    taken = [(span.start_char, span.end_char) for span in doc.spans["names"]]
    sentence: DocumentSentence = doc._.sentence
    words = [word for word in sentence.sentence.tokens if word.is_name_like]
    capitals = [word for word in words if all(word.end <= a or b <= word.start for a, b in taken)]
    return len(capitals) > 1 or any(_tells_a_name(word) for word in capitals)


def _reads_as_name(span: Span) -> bool:
    """Whether a model's entity is written as a name of this genre: it takes capitalised headings and methods for bodies."""
    words = split_name_tokens(span.text)
    capitals = [word for word in words if word.is_name_like]
    if not capitals or not words[0].is_name_like:
        return False
    if span.label_ == "PERSON" and len(capitals) > 1:
        vocabulary = load_name_vocabulary()
        if words[0].text in vocabulary.leading_heads and words[0].key not in vocabulary.listed_given_names:
            return False  # "Boulevard Mohammed V"
        return not all(_is_ordinary(word) or (word.lower,) in vocabulary.heads.values for word in capitals)
    return span.label_ != "PERSON" and any(_tells_a_name(word) for word in capitals)


def _tells_a_name(word: NameToken) -> bool:
    return not _is_ordinary(word) and (word.is_abbreviation or not is_word(word.lower))


def _is_ordinary(word: NameToken) -> bool:
    return word.lower in _ordinary_words() or word.text in load_vocabulary("entities")["plain_abbreviations"]


@cache
def _ordinary_words() -> frozenset[str]:
    vocabulary = load_vocabulary("entities")
    persons = load_vocabulary("persons")
    titles = {title.strip(".").lower() for key in ("titles", "title_parts", "offices") for title in persons[key]}
    directions = [word.lower() for word in load_vocabulary("places")["region_words"]]
    lists = (
        directions,
        vocabulary["generic_modifiers"],
        vocabulary["topics"],
        vocabulary["nationalities"],
        vocabulary["starters"],
    )
    return frozenset(word for words in lists for word in words) | titles


def _settle(candidate: Span, modelled: Sequence[Span]) -> Span | None:
    """Return a candidate of the rules as an entity, with the model's label where it has none of its own; None for no name."""
    met = [entity for entity in modelled if _share_words(entity, candidate)]
    if candidate._.may_be_sight and candidate._.needs_model and not met:
        candidate.label_ = "FACILITY"  # seen or visited, and nothing says that it is a body
        return candidate
    if candidate._.is_thing or (candidate._.needs_model and not met):
        return None
    if candidate._.may_be_sight and met and all(entity.label_ != "ORG" for entity in met):
        candidate.label_ = "FACILITY"
        return candidate
    if candidate._.needs_model and candidate.label_ == "ORG" and all(entity.label_ != "ORG" for entity in met):
        return None
    if met and not candidate._.needs_model:
        label = max(met, key=len).label_
        # The model takes unknown foreign names for places or persons; unless the words around say so, they are bodies.
        person = (
            label == "PERSON"
            and candidate._.may_be_person
            and len(met) == 1
            and (met[0].start, met[0].end) == (candidate.start, candidate.end)
        )
        if candidate.label_ == "ORG" and (person or label not in ("CITY", "REGION", "PERSON")):
            candidate.label_ = label
    return candidate


def _share_words(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _contradicts(entity: Span, refused: Span) -> bool:
    """Whether the model takes a name that nothing explains for a place, or for a person where none can stand."""
    return _share_words(entity, refused) and not (entity.label_ == "PERSON" and refused._.may_be_person)


def _find_doubt(span: Span, cut: Set[Range]) -> NameDoubt | None:
    """Return what is doubtful about a name: what its evidence leaves open, or where it ends, if it is one of those cut."""
    if span.label_ == "DATE":
        return None
    if span._.doubt and not _is_called_as_person(span):
        return cast(NameDoubt, span._.doubt)
    if span.label_ == "PERSON" and (
        (span._.may_be_person and len(span) > _PERSONAL_WORDS) or span[0].text in load_name_vocabulary().leading_heads
    ):
        return "kind"  # "Villa Moreno" is a place, too
    return "extent" if (span.start_char, span.end_char) in cut else None


def _is_called_as_person(span: Span) -> bool:
    """Whether what only the model takes for a person begins with a listed given name."""
    given = span.text.split()[0]
    return span.label_ == "PERSON" and len(span) > 1 and fold_name(given) in load_name_vocabulary().listed_given_names


def _to_mention(span: Span, offset: int, doubt: NameDoubt | None) -> Mention:
    return Mention(
        text=span.text,
        label=cast(EntityLabel, span.label_),
        start=offset + span.start_char,
        end=offset + span.end_char,
        canonical=span._.canonical,
        source=span._.source,
        full_name=span._.full_name,
        doubt=doubt,
    )
