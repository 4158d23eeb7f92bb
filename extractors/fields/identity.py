"""What a document is: a pairing of cities or a cluster, its title, and its identifier."""

import re
from collections.abc import Sequence
from functools import cache

from ucap.extractors.fields.cities import SideCities
from ucap.extractors.form import Form
from ucap.extractors.labels import is_title, normalise_label, points_to
from ucap.extractors.locating import find_city
from ucap.extractors.places import people_names, slugify_city
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Kind
from ucap.schemas.vocabularies import load_vocabulary

_CLUSTER = re.compile(r"\bclusters?\b", re.IGNORECASE)
_SENTENCE_WORDS = 8
"""Words from which a name with a full stop in it is a sentence. Chosen: official names of regions have up to six."""
_PARTS = re.compile(r"\s+[–—|-]\s+|:\s*|\n|[“”\"„]")


def read_title(form: Form) -> SourceText:
    """Return the title as printed: from the first line that contains the form's name on, else all lines above the table.

    The name may be broken over two lines. A line that ends a sentence, such as that of a mail, is only taken where no other has
    the name. Heads of the columns of values (`Lead city`, `Japanese city`) and rules (`=====`) are no part of it.
    """
    blocks = [block.text for block in form.blocks("title") if any(map(str.isalnum, block.text.chars))]
    named = [number for number, text in enumerate(blocks) if is_title(text.chars)]
    first = next((number for number in named if not blocks[number].chars.rstrip().endswith((".", "!"))), min(named, default=0))
    while first and _breaks_name(blocks[first - 1].chars, blocks[first].chars):
        first -= 1
    title = blocks[first:]
    while len(title) > 1 and _is_column_head(title[-1].chars):
        title.pop()
    return join(title)


def _breaks_name(above: str, below: str) -> bool:
    """Whether words of the form's name end a line and go on in the next one: `… Urban Cooperation` / `Action Plan Summary`."""
    words = above.split()
    return any(
        phrase.end() > len(last)
        for at in range(len(words))
        for last in (" ".join(words[at:]),)
        if (phrase := _form_words().match(f"{last} {' '.join(below.split())}"))
    )


def _is_column_head(text: str) -> bool:
    """Whether a line above the labels is only the heads of the columns of values: `Lead city`, `City A`, `Lead Partner`."""
    heads = {*load_vocabulary("form")["column_heads"], *people_names()}
    return all(word in heads or "city" in points_to(word) for word in normalise_label(text).split())


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
