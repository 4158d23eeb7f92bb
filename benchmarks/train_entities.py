"""Fine-tune the language model's `ner` on generated sentences of this genre, to measure whether it would help.

    python -m benchmarks.train_entities FOLDER [--sentences N] [--epochs N]
    python -m benchmarks.ablate_entities GOLD [GOLD ...] --trained FOLDER

Sentences and names are made of the corpus' words, the vocabularies, GeoNames and ISO 3166; no gold set is read. The seed is
fixed: the same code and libraries train the same weights on the same machine. The product does not use what is trained here;
the figures are in docs/entities.md.
"""

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, cast, get_args

import spacy
from spacy.training import Example
from thinc.api import fix_random_seed

from corpus.dates import draw_date
from corpus.vocabulary import load_words
from ucap.extractors.places import city_names, country_names, get_country_name, region_names
from ucap.extractors.version import find_language_model
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary

LABELS: Sequence[str] = get_args(EntityLabel)
_OTHERS = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
_SLOT = re.compile(r"\{(\w+)\}")
_SYLLABLES = ("al", "ber", "can", "dor", "fin", "gra", "hol", "ind", "kel", "lum", "mar", "nov", "ost", "pra", "sol", "vi")
_BATCH_SIZE = 32
_SENTENCES = (
    "{DATE}: {ORG}, {ORG} and {ORG} visited the {FACILITY} in {CITY}",
    "Signature of a letter of intent between the {ORG} and {ORG} at the {EVENT}",
    "{ORG} ({ACRONYM}) and {ORG} will apply for {PROGRAMME} by {DATE}",
    "Mr. {PERSON} of {ORG} and Mayor {PERSON} met on {DATE} in {COUNTRY}",
    "Exchange on {t} between {CITY}, {CITY} and {CITY}; {FACILITY} is the test site for {ORG}",
    "{t}: {ORG} shares its experience from {REGION} with {CITY}",
    "Participation of {CITY} at the {EVENT} and the {EVENT} in {CITY}, {COUNTRY}",
    "Joint proposal of {ORG} and {ORG} under the {PROGRAMME}, supported by the {PROGRAMME}",
    "Tour of {FACILITY} and {FACILITY}, guided by {PERSON} from the {ORG}",
    "{CITY}'s firms find partners in {REGION} and {REGION} through {ORG}",
    "Funding by {PROGRAMME} and {PROGRAMME} for {t} in {COUNTRY} and {REGION}",
    "{p} from {COUNTRY}, {COUNTRY} and {REGION} came to {CITY} for the {EVENT}",
    "{t} along the {FACILITY} and at {FACILITY} are part of {PROGRAMME}",
    "MoU and SWOT analysis on {t}; EUR 40,000 were granted by {ORG}",
    "{DATE}: Video conference on Smart City and {t} with {p}",
)


def draw_name(random: Random, label: str) -> str:
    """Draw a name of one label: a listed one, or one made by the grammar of names."""
    listed, known, persons = load_vocabulary("entities"), load_vocabulary("known_names"), load_vocabulary("persons")
    city = random.choice(list(city_names().values()))
    topics = [_capitalise(topic) for topic in random.sample(listed["topics"], 2)]
    own = "".join(random.sample(_SYLLABLES, random.randint(2, 3))).capitalize()

    kind = cast(EntityLabel, label)  # of ACRONYM no head is asked for

    def head() -> str:
        return _capitalise(random.choice([noun for nouns in listed["heads"][kind].values() for noun in nouns]))

    def leading() -> str:
        return f"{random.choice(listed['leading_heads'][kind])} {random.choice(['de ', 'di ', 'van ', ''])}{city}"

    edition = random.choice(["", "", f" {random.randint(2015, 2023)}"])
    choices: Mapping[str, Sequence[str]] = {
        "CITY": [city],
        "COUNTRY": [get_country_name(random.choice(list(country_names().values())))],
        "REGION": [random.choice(list(region_names().values())), f"{own} {random.choice(['Region', 'Province', 'County'])}"],
        "DATE": [draw_date(random, random.randint(2015, 2022)).text],
        "ACRONYM": ["".join(random.choice("ABCDEGILMNOPRSTU") for _ in range(random.randint(3, 5)))],
        "PERSON": [f"{random.choice(persons['given_names'])} {own}", f"{random.choice(persons['surnames'])} {own}"],
        "ORG": [
            *(random.choice(known["companies"]), random.choice(random.choice(known["organisations"])), own, f"{city} {own}"),
            *(f"University of {city}", f"{city} Municipal Bureau of {topics[0]} and {topics[1]}"),
        ],
        "FACILITY": [f"Port of {city}", f"{city} {topics[0]} Park"],
        "EVENT": [random.choice(random.choice(known["events"])), f"{city} International {topics[0]} {{head}}{edition}"],
        "PROGRAMME": [random.choice(random.choice(load_vocabulary("programmes")["programmes"])), f"{own}{edition}"],
    }
    drawn = [str(choice) for choice in choices[label]]
    if label in ("ORG", "FACILITY", "EVENT", "PROGRAMME"):
        drawn += [f"{city} {topics[0]} {{head}}", f"{own} {{head}}", f"{city} {{head}}", leading()]
    return random.choice(drawn).replace("{head}", head() if label in listed["heads"] else "")


def _capitalise(noun: str) -> str:
    return " ".join(word if word in ("of", "and") else word[:1].upper() + word[1:] for word in noun.split())


def draw_sentence(random: Random) -> tuple[str, list[tuple[int, int, str]]]:
    """Draw a sentence with its mentions: start, end, label."""
    words = load_words()
    kinds = ("focus", "challenges", "objectives", "activities", "items", "results")
    lines = [line for kind in kinds for line in words[kind]]
    line = random.choice(_SENTENCES if random.random() < 0.6 else lines)
    topics = [topic for theme in words["themes"] for topic in theme["topics"]]
    text, marks, last = "", [], 0
    for slot in _SLOT.finditer(line):
        text, last = text + line[last : slot.start()], slot.end()
        name = {"a": "CITY", "b": "CITY", "o": random.choice(["ORG", "o"])}.get(slot[1], slot[1])
        if name in ("t", "p", "o"):
            text += random.choice({"t": topics, "p": words["people"], "o": words["organisations"]}[name])
        else:
            drawn = draw_name(random, name)
            marks.append((len(text), len(text) + len(drawn), "ORG" if name == "ACRONYM" else name))
            text += drawn
    return text + line[last:], marks


def train(sentences: int, epochs: int, seed: int = 0) -> Any:
    """Return the language model with its `ner` trained further on generated sentences; single-threaded and seeded."""
    fix_random_seed(seed)
    random = Random(seed)
    nlp = spacy.load(find_language_model(), exclude=_OTHERS)
    ner: Any = nlp.get_pipe("ner")
    for label in LABELS:
        # A label that the model has must not be added again: that would change the order of its outputs when it is loaded.
        if label not in ner.labels:
            ner.add_label(label)
    examples = []
    for _ in range(sentences):
        text, marks = draw_sentence(random)
        doc = nlp.make_doc(text)
        spans = [span for start, end, label in marks if (span := doc.char_span(start, end, label))]
        # Where the tokenizer would not split a name off, the sentence is left out.
        if len(spans) == len(marks):
            doc.set_ents(spans)
            examples.append(Example(nlp.make_doc(text), doc))
    optimizer = nlp.resume_training()
    for epoch in range(epochs):
        random.shuffle(examples)
        losses: dict[str, float] = {}
        for at in range(0, len(examples), _BATCH_SIZE):
            nlp.update(examples[at : at + _BATCH_SIZE], sgd=optimizer, drop=0.2, losses=losses)
        print(f"epoch {epoch + 1}: loss {losses['ner']:.0f}")
    return nlp


def main() -> None:
    """Train and write the component."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the trained component is written")
    parser.add_argument("--sentences", type=int, default=5000)
    parser.add_argument("--epochs", type=int, default=6)
    arguments = parser.parse_args()
    train(arguments.sentences, arguments.epochs).to_disk(arguments.folder)
    size = sum(path.stat().st_size for path in arguments.folder.rglob("*") if path.is_file())
    print(f"{arguments.folder}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
