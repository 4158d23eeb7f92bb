"""A text that only quotes a form is refused: documentation and articles show one as an example, in a code block or a quote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ucap.extractors.labels import match_label
from ucap.extractors.page import UnreadableDocument

_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+-]*)")
_PRE = re.compile(r"<(/?)pre\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_TEXT_LANGUAGES = frozenset({"", "text", "txt", "plain", "markdown", "md", "html", "xml", "csv", "tsv", "json", "yaml"})
"""What converters name the language of a whole document that they put into a code block."""
_CODE = re.compile(
    r"\s*(?:\$ \S|>>> |import \w+(?:\.\w+)*$|from [\w.]+ import |(?:async )?def \w+\(.*:$|class \w+[(:]|@\w[\w.]*\("
    r"|assert \w|#include\b|(?:pip|npm|git|docker|apt|brew|cargo) (?:install|clone|run|add)\b|function \w+\("
    r"|(?:const|let|var) \w+ = |return \w.*[;)]$)"
)
_LABEL_END = re.compile(r"[:|\t]|\s{2,}")
_LEAST_LINES = 2
"""Lines of a program that show that a text is about programs. Chosen: one can be chance."""
_LEAST_LABELS = 3
"""Labels in quoted lines that make these a form. Chosen: as many as make a form elsewhere."""
_LONGEST_LABEL = 150
"""Characters of a label, at most. Chosen: the longest known one has 60."""
_LEAST_WORDS = 20
"""Words beside a quoted form from which it is an example in a text; with less the whole document was put into a code block,
with a remark such as `Here is the text as Markdown`. Chosen, not measured.
"""


@dataclass(frozen=True)
class _Parts:
    """Lines in code blocks, each with its language, and all others."""

    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]


def refuse_quoted_form(text: str) -> None:
    """Raise `UnreadableDocument` with code `not_a_ucap` for a text that only shows a form, or that has lines of a program."""
    parts = _split_blocks(text)
    coded = [line for language, lines in parts.blocks for line in lines if language not in _TEXT_LANGUAGES or _CODE.match(line)]
    lines_of_program = [*coded, *(line for line in parts.others if _CODE.match(line))]
    if len(lines_of_program) >= _LEAST_LINES or any(language not in _TEXT_LANGUAGES for language, _ in parts.blocks):
        raise _make_error("it has lines of a program")
    quoted = [line for _, lines in parts.blocks for line in lines]
    indented = [line for line in parts.others if line.startswith(("    ", "\t", ">"))]
    plain = [line for line in parts.others if line.strip() and not line.startswith(("    ", "\t", ">"))]
    for shown, around in ((quoted, parts.others), ([*quoted, *indented], plain)):
        words = sum(len(_TAG.sub(" ", line).split()) for line in around)
        if _has_labels(shown) and words >= _LEAST_WORDS and not _has_labels(around):
            raise _make_error("it shows a form as an example within another text")


def _make_error(why: str) -> UnreadableDocument:
    return UnreadableDocument(
        "not_a_ucap", f"{why}, as documentation does; remove the file, or save the form itself as a file of its own."
    )


def _split_blocks(text: str) -> _Parts:
    """Return the code blocks of a text, of Markdown or of HTML, and the lines around them."""
    blocks: list[tuple[str, tuple[str, ...]]] = []
    kept, last, opened = [], 0, None
    for tag in _PRE.finditer(text):
        if tag[1] and opened is not None:
            blocks.append(("", tuple(_TAG.sub(" ", text[opened : tag.start()]).splitlines())))
            opened, last = None, tag.end()
        elif not tag[1] and opened is None:
            kept.append(text[last : tag.start()])
            opened = last = tag.end()
    kept.append(text[last:])
    others: list[str] = []
    fence, language, inside = "", "", list[str]()
    for line in "\n".join(kept).splitlines():
        mark = _FENCE.match(line)
        if not fence and mark:
            fence, language, inside = mark[1], mark[2].casefold(), []
        elif fence and mark and mark[1].startswith(fence) and not mark[2]:
            blocks.append((language, tuple(inside)))
            fence = ""
        else:
            (inside if fence else others).append(line)
    if fence:  # it is never closed: the rest of the text
        blocks.append((language, tuple(inside)))
    return _Parts(tuple(blocks), tuple(others))


def _has_labels(lines: Sequence[str]) -> bool:
    found: set[str] = set()
    for label in _list_labels(lines):
        found.add(label)
        if len(found) >= _LEAST_LABELS:
            return True
    return False


def _list_labels(lines: Sequence[str]) -> Iterator[str]:
    """Yield what the labels at the beginnings of lines mean."""
    for line in lines:
        bare = _TAG.sub(" ", line).strip(" \t>|*_#-•")
        end = _LABEL_END.search(bare)
        match = match_label(bare[: end.start()]) if end and 0 < end.start() < _LONGEST_LABEL else None
        if match:
            yield match.section
