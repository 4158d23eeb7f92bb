"""Labels of several words in a label column so narrow that they wrap: each line of one may be a label itself."""

from dataclasses import replace
from math import ceil
from random import Random

from corpus.fonts import font_files, text_width
from corpus.model import Summary
from corpus.page_layout import MARGIN
from corpus.style import Style
from corpus.vocabulary import load_words

_NARROWEST = 9
"""Characters of the narrowest label column in a text."""


def wrap_labels(summary: Summary, style: Style) -> tuple[Summary, Style]:
    """Give the rows of a summary labels of several words, and its style a label column in which their longest word just fits,
    or somewhat more: so a label may wrap at each of its blanks.
    """
    random = Random(f"{summary.seed}/{style.shape}/wrapped")
    choices: dict[str, list[str]] = load_words()["wrapped_labels"]
    labels = {section: random.choice(wordings) for section, wordings in sorted(choices.items())}
    colon = random.random() < 0.4
    capitals = random.random() < 0.12
    rows = []
    for row in summary.rows:
        label = labels.get(row.section, row.label.rstrip(":")) + ":" * colon
        rows.append(replace(row, label=label.upper() if capitals else label))
    words = [word for row in rows for word in row.label.split()]
    style = replace(
        style,
        label_share=_find_share(words, style, random.choice([0.3, 1.0, 2.0, 4.0, 7.0])),
        label_columns=max(_NARROWEST, *map(len, words)) + 3 + random.choice([0, 0, 1, 3, 6, 9]),
        spaced_rows=random.random() < 0.6,
        centred_labels=style.centred_labels or (style.shape == "columns" and random.random() < 0.3),
    )
    return replace(summary, rows=tuple(rows)), style


def _find_share(words: list[str], style: Style, more: float) -> float:
    """Return the share of the page's width that the longest word needs, and `more` font sizes."""
    width = (842.0 if style.landscape else 595.0) - 2 * MARGIN
    return ceil(100 * ((_find_widest(words, style) + more + 2 * style.padding) * style.font_size) / width) / 100


def _find_widest(words: list[str], style: Style) -> float:
    _, bold = font_files(style.font)
    return max(text_width(word, bold, 1.0) for word in words)
