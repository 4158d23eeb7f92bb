"""What a document is: a pairing of cities or a cluster, its title, and its identifier."""

import re
from collections.abc import Sequence
from functools import cache

from ucap.extractors.fields.cities import SideCities
from ucap.extractors.form import Form
from ucap.extractors.labels import is_title
from ucap.extractors.locating import find_city
from ucap.extractors.places import slugify_city
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Kind
from ucap.schemas.vocabularies import load_vocabulary

_CLUSTER = re.compile(r"\bclusters?\b", re.IGNORECASE)
_SENTENCE_WORDS = 8
"""Words from which a name with a full stop in it is a sentence. Chosen: official names of regions have up to six."""
_PARTS = re.compile(r"\s+[–—|-]\s+|:\s*|\n|[“”\"„]")


def read_title(form: Form) -> SourceText:
    """Return the title as printed: from the first line that contains the form's name on, else all lines above the table."""
    blocks = [block.text for block in form.blocks("title")]
    first = next((i for i, text in enumerate(blocks) if is_title(text.chars)), 0)
    return join(blocks[first:])


def read_kind(form: Form) -> Kind:
    """Return `cluster` where the title says so, or the label of the row with the title."""
    row = form.row("title")
    printed = "\n".join([row.label.chars, *(block.text.chars for block in form.blocks("title"))]) if row else ""
    return "cluster" if _CLUSTER.search(printed) else "city"


def read_cluster_name(form: Form) -> str | None:
    """Return the name of a cluster: what is left of the title without the words of the form."""
    for block in form.blocks("title"):
        for part in _PARTS.split(block.text.chars):
            name = _strip_form_words(part)
            if name:
                return name
    return None


def make_ucap_id(kind: Kind, cluster_name: str | None, sides: Sequence[SideCities]) -> str | None:
    """Return the identifier as the contract builds it; None where neither a cluster's name nor a lead city is known."""
    if kind == "cluster" and cluster_name:
        return f"cluster-{slugify_city(cluster_name)}"
    slugs = ["-".join(slugify_city(name.chars) for name in side.names) for side in sides]
    return "--".join(slugs) if slugs and slugs[0] else None


def names_no_city(sides: Sequence[SideCities]) -> bool:
    """Whether the values in the row of cities are no names: the lead's are numbers, words in small letters or code.

    Names are written with a capital, in letters without small ones (`武汉`), or are known in small letters. Names that are
    sentences, and the same names twice on both sides, show a text about forms, or several forms in one.
    """
    names = [name.chars for side in sides if side.side == "lead" for name in side.names]
    every = [[name.chars for name in side.names] for side in sides]
    if any(_is_sentence(name) for side in every for name in side):
        return True
    if len(every) > 1 and all(len(side) > len(set(side)) for side in every):
        return True
    return bool(names) and not any(_may_be_name(name) for name in names)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _SENTENCE_WORDS and re.search(r"[.!?]\s+\w", text) is not None


def _may_be_name(text: str) -> bool:
    is_code = "`" in text or "_" in text
    return not is_code and (any(c.isalpha() and not c.islower() for c in text) or find_city(text) is not None)


def _strip_form_words(part: str) -> str:
    """Return a part of the title without the form's words at its ends."""
    previous, name = "", part
    while name != previous:
        previous = name
        name = re.sub(rf"^(?:{_form_words().pattern})(?!\w)|(?<!\w)(?:{_form_words().pattern})$", "", name, flags=re.IGNORECASE)
        name = name.strip(" ()\u00a0.,&–—-")
    return name


@cache
def _form_words() -> re.Pattern[str]:
    phrases = sorted(load_vocabulary("form")["title_phrases"], key=len, reverse=True)
    return re.compile("|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases), re.IGNORECASE)
