"""Values that depend on the whole dataset, not on one document: computed for every version, over all rows.

A step gets only the columns that it names and sets one of them, so that the rows of unchanged documents need not be read whole.
A part is written again only if a value in it changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from ucap.publishing.linking import LINKED_COLUMNS, compute_canonical
from ucap.publishing.parts import Part, Spool, load_rows


@dataclass(frozen=True)
class Step:
    """One column of a table, computed from columns of all its rows.

    `compute` gets the `inputs` of every row as a table and returns the new values of `column`, one a row. It must be pure and
    must not depend on the order of the rows. For its own result it must return that result: rows carried over from the version
    before already hold it.
    """

    table: str
    column: str
    inputs: tuple[str, ...]
    compute: Callable[[pa.Table], pa.Array | pa.ChunkedArray]


STEPS: tuple[Step, ...] = (Step("entities", "canonical", LINKED_COLUMNS, compute_canonical),)
"""The steps of every run, in order."""


def apply_step(step: Step, parts: tuple[Part, ...], spool: Spool) -> tuple[Part, ...]:
    """Return the parts with the step's column set; those in which no value changed are the same objects as before."""
    columns = tuple(dict.fromkeys((*step.inputs, step.column)))
    seen = load_rows(parts, columns)
    values = step.compute(seen.select(list(step.inputs))).cast(seen.schema.field(step.column).type)
    values = values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
    done: list[Part] = []
    start = 0
    for part in parts:
        if not part.row_count:
            done.append(part)
            continue
        old, new = (column.slice(start, part.row_count) for column in (seen[step.column], values))
        done.append(part if new.equals(old) else spool.keep(_set_column(part, step.column, new)))
        start += part.row_count
    return tuple(done)


def _set_column(part: Part, column: str, values: pa.ChunkedArray) -> pa.Table:
    rows = part.load()
    number = rows.schema.get_field_index(column)
    return rows.set_column(number, rows.schema.field(number), values).combine_chunks()
