r"""Text in, the same with the signs that converters write instead of others out: `$\mathrm{km}^{2}$`, `\_`, `->` as a bullet.

Each new character has the place of all that it was written as.
"""

import re
from collections import Counter
from collections.abc import Iterator

from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import Origin, SourceText, Stretch, from_pairs, place_of

_MAY_HAVE = re.compile(r"[$\\]|[-=*+~>»]{1,3}[>)]|--\s|&(?:amp|nbsp|quot|apos|#\d{2,4});|bq\.|^\^|#\+|HTML>", re.I | re.M)
_FORMULA = re.compile(r"\$([^$\n]{1,80})\$")
_WRAPPED = re.compile(r"\\(?:mathrm|text|mathbf|mathit|textbf|operatorname|rm)\s*\{([^{}]*)\}")
_RAISED = re.compile(r"\^\s*(?:\{\s*([^{}]*?)\s*\}|(\S))")
_LOWERED = re.compile(r"_\s*(?:\{\s*([^{}]*?)\s*\}|(\S))")
_COMMAND = re.compile(r"\\([A-Za-z]+|[,;:!%&_#$ ])")
_SIGNS = {
    "rightarrow": "→", "to": "→", "Rightarrow": "⇒", "longrightarrow": "→", "bullet": "•", "circ": "○", "cdot": "·",
    "times": "×",
    "square": "□", "blacksquare": "■", "checkmark": "✓", "diamond": "◆", "star": "★", "sim": "~", "approx": "≈", "pm": "±",
    "degree": "°", "leq": "≤", "geq": "≥", "quad": " ", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "%": "%", "&": "&",
    "_": "_", "#": "#", "$": "$",
}  # fmt: skip
_RAISED_SIGNS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ESCAPED = re.compile(r"(?<=\w)\\_(?=\w)|(?<=\d)\\%|(?:(?<=[\n|>\t])|(?<=[\n|>] ))\\[-+*](?=\s)")
_ESCAPED_BULLETS = "-+*"
_REFERENCES = {"&amp;": "&", "&nbsp;": "\u00a0", "&quot;": '"', "&apos;": "'", "&#39;": "'", "&#160;": "\u00a0"}
_REFERENCE = re.compile("|".join(_REFERENCES))
_QUOTE = re.compile(
    r"(?m)(?:^|(?<=[|>\t]))(?:[ ]*(#\+(?:begin|end)_(?:quote|example|html|verse|center))[ ]*(?=[|\t\n]|\Z)|(bq\. ))"
    r"|(</?HTML>>?)",
    re.IGNORECASE,
)
"""Marks around what is set in, as Org, Textile and DokuWiki write them: `#+begin_quote`, `bq. `, `<HTML>`."""
_FORCED_BREAK = re.compile(r"\\\\(?=\s)")
"""DokuWiki's line break, between the tags of HTML."""
_HEAD_ROW = re.compile(r"(?m)^\^[^\n|]*\^[ \t]*(?=\r?\n\|)")
"""The head row of DokuWiki's tables: `^City ^Graz ^Kunming ^`."""
_HAS_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_ITEM = re.compile(r"(?m)(?:^[ \t]*|(?<=\t)|\|[ ]*|<br\s*/?>\s*)(-{1,2}>|={1,2}>|~>|>>|\*\)|\+\)|-\)|-{2}(?=[ \t]+\S))(?=\s)")
_LETTER = re.compile(r"(?m)(?:^|(?<=\f))[ \t]*([^\W\d_Aa])[ \t]+(?=(\S))")
_WORDS = frozenset("IEOYUeoyuiwzvkàéèôó")
"""Letters that are words of some language: they are bullets only where capitals and digits follow, nearly always."""
_FEWEST_LETTERS = 3
"""Lines that a letter must begin to be a bullet whose font was lost."""
_MOST_ELSEWHERE = 0.2
"""Of the places where such a letter stands alone, the share that may be within a line, or before small letters."""
_LETTER_BULLETS = "•◦▪"
_BULLETS = {"--": "– "}
"""Tokens that are written for a sign: pandoc's for a dash, as wide as it is, since columns may follow."""
_FEWEST_ITEMS = 2
"""A token at the beginning of so many lines or cells is a bullet; once it may be the text's own."""


def read_inline_marks(source: SourceText) -> SourceText:
    """Return a text with formulas, escapes and references as the signs they stand for, and repeated unknown bullets as `→`.

    A formula with a command that is not known stays as it is.

    >>> from ucap.extractors.text.source_text import from_file
    >>> read_inline_marks(from_file(r"398 $\\mathrm{km}^{2}$ of IUC\\_ASIA")).chars
    '398 km² of IUC_ASIA'
    """
    if not (_MAY_HAVE.search(source.chars) or _LETTER.search(source.chars)):
        return source
    changes = sorted(_find_changes(source.chars))
    pairs: list[tuple[str, Origin]] = []
    done = 0
    for start, end, new in changes:
        if start < done:
            continue
        pairs += zip(source.chars[done:start], source.origins[done:start], strict=True)
        place = _unite(source.origins[start:end])
        pairs += ((char, place) for char in new)
        done = end
    return from_pairs([*pairs, *zip(source.chars[done:], source.origins[done:], strict=True)]) if changes else source


def _find_changes(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _FORMULA.finditer(text):
        if any(sign in match[1] for sign in "\\^") and (new := _read_formula(match[1])) is not None:
            yield *match.span(), new
    for match in _ESCAPED.finditer(text):
        # Before a blank as wide as it was: the cells of a drawn table may follow.
        yield *match.span(), match[0][-1].ljust(len(match[0]) if match[0][-1] in _ESCAPED_BULLETS else 1)
    for match in _QUOTE.finditer(text):
        yield *match.span(match.lastindex or 0), ""
    for head in _HEAD_ROW.finditer(text):
        yield from ((at, at + 1, "|") for at in range(*head.span()) if text[at] == "^")
    if "<HTML>" in text:
        for match in _FORCED_BREAK.finditer(text):
            yield *match.span(), "<br>"
    if not _HAS_TAGS.search(text):
        for match in _REFERENCE.finditer(text):
            yield *match.span(), _REFERENCES[match[0]]
    yield from _find_letters(text)
    items = list(_ITEM.finditer(text))
    counts = Counter(match[1] for match in items)
    for match in items:
        if counts[match[1]] >= _FEWEST_ITEMS:
            yield *match.span(1), _BULLETS.get(match[1], "→" if match[1].endswith(">") else "•")


def _find_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """Find letters that are bullets of a lost font: `I April 2019: A visit`. Known ones are left to the readers."""
    _, separated = bullet_glyphs()
    found: dict[str, list[re.Match[str]]] = {}
    for match in _LETTER.finditer(text):
        found.setdefault(match[1], []).append(match)
    bullets = iter(_LETTER_BULLETS)
    for letter, matches in found.items():
        if len(matches) < _FEWEST_LETTERS or letter in separated:
            continue
        if letter in _WORDS and sum(match[2].islower() for match in matches) > _MOST_ELSEWHERE * len(matches):
            continue
        alone = len(re.findall(rf"(?<!\w){letter}(?![\w'’.])", text))
        if alone - len(matches) <= _MOST_ELSEWHERE * alone:
            bullet = next(bullets, _LETTER_BULLETS[-1])
            yield from ((*match.span(1), bullet) for match in matches)


def _read_formula(formula: str) -> str | None:
    text = _WRAPPED.sub(r"\1", formula).replace("~", " ")
    text = _RAISED.sub(lambda match: _raise(match[1] or match[2] or ""), text)
    text = _LOWERED.sub(lambda match: match[1] or match[2] or "", text)
    if any(command not in _SIGNS for command in _COMMAND.findall(text)):
        return None
    text = _COMMAND.sub(lambda match: _SIGNS[match[1]], text).replace("{}", "").replace("{,}", ",")
    return None if any(sign in text for sign in "{}^\\") else text.strip() or None


def _raise(text: str) -> str:
    return text.translate(_RAISED_SIGNS) if text.isdigit() else _SIGNS.get(text.lstrip("\\"), f"^{text}") if text else ""


def _unite(origins: tuple[Origin, ...]) -> Origin:
    """Return one place that covers several neighbouring ones of a text file."""
    places = [place_of(origin) for origin in origins]
    starts = [place if isinstance(place, int) else place.start for place in places if isinstance(place, int | Stretch)]
    ends = [place + 1 if isinstance(place, int) else place.end for place in places if isinstance(place, int | Stretch)]
    return Stretch(min(starts), max(ends)) if starts else None
