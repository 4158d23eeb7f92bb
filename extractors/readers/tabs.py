"""Lines in, rows out: a tab between label and values, HTML inside the cells."""

from ucap.extractors.readers.lines import split_lines
from ucap.extractors.readers.markup import cut_markup
from ucap.extractors.readers.rows import TextRow


def read_tab_rows(text: str) -> list[TextRow]:
    """Read each line as a row, its cells between tabs; none where the text has no tabs."""
    if "\t" not in text:
        return []
    return [tuple(cut_markup(cell.strip()) for cell in line.split(r"\t")) for line in split_lines(text)]
