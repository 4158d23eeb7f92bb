"""What was promised of speed and memory, each with the figure that was measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One promise: its words, the limit, and the figure, null where it was not measured."""

    words: str
    limit: float
    figure: float | None
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the figure keeps the limit; null where there is none."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def render(self) -> str:
        """Return the promise as a row of a Markdown table.

        >>> Target("read_pdf, times the floor", 2.5, 2.31).render()
        '| read_pdf, times the floor | ≤ 2.5 | 2.31 | yes |'
        """
        answer = {None: "not measured", True: "yes", False: "no"}[self.is_met]
        shown = "" if self.figure is None else f"{self.figure:.3g}"
        return f"| {self.words} | {'≥' if self.at_least else '≤'} {self.limit:g} | {shown} | {answer} |"
