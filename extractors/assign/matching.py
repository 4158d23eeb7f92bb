"""The best assignment of rows to sections: the one whose scores add up to most (the Hungarian method)."""

from collections.abc import Sequence
from dataclasses import dataclass, field


def match_best(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """Return the column of each row so that the sum of scores is largest; None for a row that scores more by staying alone.

    Each column is taken once at most; a score of 0 or less is as good as none. Takes rows² × columns steps (Kuhn and Munkres,
    with potentials).

    >>> match_best([[3.0, 2.0], [3.0, 0.0], [-1.0, -1.0]])
    [1, 0, None]
    """
    if not scores:
        return []
    count, width = len(scores), len(scores[0])
    # One column more for each row: the row's own, in which it stays alone.
    problem = _Problem([[-max(score, 0.0) for score in row] + [0.0] * count for row in scores])
    for row in range(1, count + 1):
        problem.add_row(row)
    found: list[int | None] = [None] * count
    for column, row in enumerate(problem.owner[1 : width + 1]):
        if row and scores[row - 1][column] > 0:
            found[row - 1] = column
    return found


@dataclass
class _Problem:
    """Costs of rows and columns, the potentials of both, and the row that owns each column (from 1; 0 for none)."""

    costs: Sequence[Sequence[float]]
    rows: list[float] = field(init=False)
    columns: list[float] = field(init=False)
    owner: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [0.0] * (len(self.costs) + 1)
        self.columns = [0.0] * (len(self.costs[0]) + 1)
        self.owner = [0] * len(self.columns)

    def add_row(self, row: int) -> None:
        """Give one row more a column, so that the sum of all costs stays least."""
        self.owner[0] = row
        column = 0
        least = [float("inf")] * len(self.columns)
        before = [0] * len(self.columns)
        used: set[int] = set()
        while self.owner[column] or column == 0:
            used.add(column)
            following = self._relax(column, least, before, used)
            self._shift(least[following], least, used)
            column = following
        while column:
            self.owner[column], column = self.owner[before[column]], before[column]

    def _relax(self, column: int, least: list[float], before: list[int], used: set[int]) -> int:
        """Update what each column that is not used costs at least, by way of one column; return the cheapest of them."""
        row = self.owner[column]
        following, step = 0, float("inf")
        for other in range(1, len(self.columns)):
            if other in used:
                continue
            reduced = self.costs[row - 1][other - 1] - self.rows[row] - self.columns[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < step:
                following, step = other, least[other]
        return following

    def _shift(self, step: float, least: list[float], used: set[int]) -> None:
        for column in range(len(self.columns)):
            if column in used:
                self.rows[self.owner[column]] += step
                self.columns[column] -= step
            else:
                least[column] -= step
