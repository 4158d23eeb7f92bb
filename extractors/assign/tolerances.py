"""How much label, values and place of a row weigh. `ucap.extractors.tolerance` says how to read a declaration."""

from dataclasses import dataclass

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class AssignTolerances:
    """The parts of a row's score for a section; a row is read from a score of `enough` on.

    They are chosen so that a label of the lexicon outweighs everything but values of another kind, values that cannot be
    mistaken are enough alone, and other values need a word of the label or the only free place. Ranges are those of
    `make tolerances`; a number without one was not measured yet. The values were tried on 154 labels and twelve summaries of
    sister programmes (`corpus/sisters.py`).
    """

    enough: float = tolerance(1.0, "score", "Least score at which a row is read as a section.", (1, 1.1))
    label: float = tolerance(3.0, "score", "Of a label that is a wording of the lexicon, or very similar to one.", (2.7, 3.3))
    shared: float = tolerance(2.6, "score", "Of a wording that usually means another row.", (2.34, 2.86))
    keywords: float = tolerance(1.5, "score", "Of a label that has all words of a keyword set.", (1.125, 3))
    hint: float = tolerance(1.0, "score", "Of a label with a word that points to the section.", (0.75, 2))
    further_hint: float = tolerance(0.2, "score", "Of each further such word.", (0.02, 2))
    sure_value: float = tolerance(
        1.5, "score", "Of values that all are of the section's kind, and that cannot be mistaken.", (1.35, 1.65)
    )
    value: float = tolerance(0.6, "score", "Of values such as prose, that other sections have as well.", (0.45, 0.66))
    usual_value: float = tolerance(
        0.05,
        "score",
        "Of values of the kind that the section usually has: it decides between rows that are alike else.",
        (0.005, 0.5),
    )
    headed: float = tolerance(
        0.9,
        "score",
        "Of texts below headings that other rows have, too: enough where few sections are free.",
        (0.09, 9),
    )
    other_value: float = tolerance(
        -2.5, "score", "Of values that all are of a kind that the section does not have.", (-25, -0.25)
    )
    place: float = tolerance(0.6, "score", "Of the only free section between the rows above and below.", (0.45, 6))
    near: float = tolerance(0.3, "score", "Of one of several free sections there.", (0.03, 0.33))
    out_of_place: float = tolerance(
        -0.3, "score", "Of a section that the rows above and below do not have between them.", (-1.2, -0.03)
    )
    required: float = tolerance(1.0, "score", "Of the row of cities, without which a form cannot be identified.", (0.5, 10))
    known: int = tolerance(1, "rows", "Known labels from which on a table is a form, whatever its values.", (1, 30))
    by_values: int = tolerance(
        9, "rows", "Rows by which a table of fewer known labels is a form, of the 14 that it may have.", (1, 11)
    )
    most_rows: int = tolerance(
        60, "rows", "With more rows, forms are not assigned: the steps grow with their square.", (15, 600)
    )


ASSIGN = AssignTolerances()
"""The values that rows are assigned with."""
