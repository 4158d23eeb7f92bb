"""The numbers of the layout, by stage. `ucap.extractors.tolerance` says how to read a declaration.

“Font sizes” are multiples of the font size of the line in question, so that small and large print are read alike. Most values
come from how documents are set: a blank is about a quarter of the font size, lines of a paragraph stand 1.2 font sizes apart.
"""

from dataclasses import dataclass, field

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class LineTolerances:
    """How words become lines, and which lines are running text."""

    overlap: float = tolerance(
        0.5, "share of the lower one's height", "Least overlap of a word with a line that it joins.", (0.05, 0.75)
    )
    last_lines: int = tolerance(4, "lines", "How many of the lines above a word is compared with.", (1, 40))
    glyph_gap: float = tolerance(0.6, "font sizes", "Least blank between a word and a bullet of the next column.", (0.06, 6))
    margin: float = tolerance(
        0.12, "share of the page's height", "Part of the page at top and bottom that holds page numbers.", (0.06, 1.2)
    )
    same_place: float = tolerance(
        15.0,
        "points",
        "How much higher or lower a running line may stand on another page; a first page often differs.",
        (1.5, 60),
    )
    column_gap: float = tolerance(2.0, "font sizes", "Least blank in a header row that is repeated on each page.", (0.2, 20))
    alike: float = tolerance(1.0, "points", "Difference of edges below which two lines are printed alike.", (0.1, 10))
    least_pitch: float = tolerance(
        0.8, "font sizes", "Below this distance two lines overlap, or are parts of one line.", (0.08, 0.88)
    )
    most_pitch: float = tolerance(
        2.2, "font sizes", "Above this distance two lines are not neighbours in a paragraph.", (1.98, 22)
    )
    most_indent: float = tolerance(
        60.0, "points", "Largest difference of the left edges of two lines in one column of a cell.", (30, 600)
    )
    same_size: float = tolerance(0.6, "points", "Difference below which two lines have one font size.", (0.06, 6))
    usual_pitch: float = tolerance(1.2, "font sizes", "Distance of lines where a document shows none.", (0.12, 12))
    next_line: float = tolerance(
        1.4, "font sizes", "Largest distance of a line that two pages share from the one that it continues.", (1.2, 5.6)
    )
    pitch_step: float = tolerance(0.05, "font sizes", "Steps in which distances of lines are counted.", (0.005, 0.5))
    common_pitch: float = tolerance(
        0.15, "share of all distances", "Share from which a distance of lines is common.", (0.015, 1.5)
    )
    solid: float = tolerance(
        1.1, "font sizes", "Below this distance few lines are set: they may be of two columns in a cell.", (1.0, 1.2)
    )
    least_continued: int = tolerance(
        2,
        "lines",
        "Lines that continue a sentence at one distance, from which it is one of lines.",
        (1, 20),
    )


@dataclass(frozen=True)
class ColumnTolerances:
    """Where columns begin, what rules are, and how far cells run to the right."""

    aligned: float = tolerance(
        2.5, "points", "Difference of two left edges, or heights of rules, that count as one.", (0.25, 10)
    )
    gutter: float = tolerance(0.6, "font sizes", "Least blank between two columns.", (0.3, 2.4))
    blank: float = tolerance(0.38, "font sizes", "Widest blank between two words of a line.", (0.285, 0.57))
    exactly: float = tolerance(
        0.3, "points", "Difference of two left edges that are surely one: places are rounded to tenths.", (0.03, 3)
    )
    same_blank: float = tolerance(0.15, "points", "Difference of two blanks of a line that are set alike.", (0.015, 0.3))
    outdent: float = tolerance(
        3.0, "font sizes", "How far bullets may stand left of the value column, as browsers set them.", (0.3, 30)
    )
    padding: float = tolerance(6.0, "points", "Distance between a cell's edge and its text where no rule shows it.", (3, 60))
    least_padding: float = tolerance(2.0, "points", "Least distance that is believed where a rule shows it.", (0.2, 20))
    label_words: int = tolerance(
        14, "words", "Longest label on one line; the lexicon's longest has nine, and hints follow.", (4, 140)
    )
    lines_beside: int = tolerance(2, "lines", "How far above and below a lone label its value is looked for.", (1, 20))
    beside: float = tolerance(1.0, "font sizes", "Largest difference of height between a lone label and its value.", (0.1, 10))
    partner_start: float = tolerance(
        0.25,
        "share of the values' width",
        "How far right a paired row's only value stands in the second value column.",
        (0.025, 2.5),
    )
    agreeing: int = tolerance(2, "labels", "Least number of labels whose values must begin at one edge.", (2, 3))
    crossing: float = tolerance(
        0.9, "share of the label column's width", "Part of the label column that a rule must cross.", (0.09, 0.9)
    )
    page_share: float = tolerance(
        0.9, "share of the page's height", "A shade higher than this is the page's background.", (0.45, 9)
    )
    underline_above: float = tolerance(0.4, "font sizes", "How far above a line's bottom its underline may lie.", (0.04, 4))
    underline_below: float = tolerance(0.3, "font sizes", "How far below a line's bottom its underline may lie.", (0.03, 3))
    underline_start: float = tolerance(
        1.0, "points", "Largest difference between the starts of a line and its underline.", (0.1, 10)
    )
    underline_end: float = tolerance(
        0.4, "font sizes", "Largest difference between the ends of a line and its underline.", (0.04, 4)
    )


@dataclass(frozen=True)
class LabelTolerances:
    """How the lines of the label column are cut into labels: gains and costs, 1 being a line of a known label."""

    wrapped: float = tolerance(1.75, "font sizes", "Largest distance of two lines of one label.", (0.175, 17.5))
    wrapped_pitch: float = tolerance(1.1, "distances of lines", "The same where the document's lines are set wide.", (0.11, 11))
    slack: float = tolerance(
        0.05, "font sizes", "How much wider than in a paragraph tight lines stand: fonts mix on a line.", (0.012, 1.2)
    )
    pixel: float = tolerance(0.8, "points", "The same, as browsers set each line on a whole pixel, of 0.75 points.", (0.08, 8))
    most_lines: int = tolerance(8, "lines", "Longest label: nine words in a narrow column, and a hint.", (4, 80))
    unknown: float = tolerance(-0.2, "gain", "Of a label's line that the lexicon does not know.", (-0.4, -0.02))
    power: float = tolerance(
        3.0, "exponent", "How fast the gain falls with the likeness to a wording of the lexicon.", (1.5, 6)
    )
    cut: float = tolerance(0.3, "cost", "Of separating two lines that are set tight.", (0.03, 0.6))
    unruled: float = tolerance(
        1.2, "cost", "Of separating two lines without a rule between, where rules stand between rows.", (0.2, 8)
    )
    no_colon: float = tolerance(
        0.5, "cost", "Of ending a label without a colon, where nearly all labels end in one.", (0.05, 5)
    )
    repeated: float = tolerance(0.6, "cost", "Of a label whose section other labels mean, too.", (0.06, 6))
    blank: float = tolerance(0.35, "font sizes", "Blank that a word needs before it on the line above.", (0.175, 3.5))
    meant: float = tolerance(
        0.7, "cost", "Of a break within an unknown label where the next word had room on the line above.", (0.35, 7)
    )
    paddings: float = tolerance(3.0, "paddings", "How far before the values the cells of the labels may end.", (0.3, 30))
    beside: float = tolerance(
        1.5,
        "cost",
        "Of a break within an unknown label beside which a value begins that does not continue the one above.",
        (0.15, 15),
    )
    level: float = tolerance(
        0.2, "font sizes", "Largest distance of baselines of a label's line and a value that stands beside it.", (0.025, 0.5)
    )
    left_open: float = tolerance(3.0, "cost", "Of ending a label after “and”, or before a small letter.", (0.2, 20))
    piece: float = tolerance(
        0.05, "cost", "Of each label: one label of two lines is better than two labels of one.", (0.005, 0.2)
    )
    over_page: float = tolerance(1.0, "cost", "Of a label that continues on the next page.", (0.05, 2))
    spread: float = tolerance(6.0, "cost for each font size", "Of lines that stand further apart than tight ones.", (0.2, 20))
    ruled: float = tolerance(
        0.8, "share of the rows", "Share of rows separated by rules from which the table is ruled.", (0.08, 0.88)
    )


@dataclass(frozen=True)
class RowTolerances:
    """Where rows begin; most of it is about labels in the middle of rows without rules."""

    above_label: float = tolerance(
        0.25, "font sizes", "How far above its label's top a row without a rule begins.", (0.025, 0.5)
    )
    centred: float = tolerance(
        0.5, "font sizes", "Largest distance between the middles of a label and of its row.", (0.035, 3.5)
    )
    mean_centred: float = tolerance(0.15, "font sizes", "Largest average of these distances.", (0.015, 1.5))
    fitting: float = tolerance(
        0.9, "share of the labels", "Share of labels that must stand in the middle of their rows.", (0.09, 0.99)
    )
    shifted: float = tolerance(
        0.25, "font sizes", "Least distance of baselines of a label between two lines of values.", (0.025, 0.5)
    )
    beside: float = tolerance(2.5, "font sizes", "Distance up to which such lines are looked for.", (0.75, 15))
    row_slack: float = tolerance(0.1, "font sizes", "How much the gaps between rows differ.", (0.01, 1))
    even: float = tolerance(0.03, "font sizes", "The same where rows of one line show a single gap.", (0.003, 0.09))
    least_sure: int = tolerance(3, "gaps", "Gaps between sure rows that show how far all rows are set apart.", (2, 10))
    edge: float = tolerance(0.15, "cost in font sizes", "Of a row that begins on a new page.", (0.015, 0.5))
    rivals: int = tolerance(
        12, "lines", "How far above and below its place another beginning of a row is looked for.", (3, 100)
    )
    rival: float = tolerance(
        0.2, "cost in font sizes", "Least by which the beginning of a row must be better than others.", (0.008, 0.4)
    )
    next_page: float = tolerance(1.0, "cost in font sizes", "Of a label on the page after its values.", (0.1, 2))
    recurring: int = tolerance(3, "gaps", "Gaps of one height, wider than those between rows, that are of paragraphs.", (2, 30))
    chasm: float = tolerance(
        10.0,
        "font sizes",
        "Gap that is only between rows: labels of eight lines beside one line of values leave less.",
        (5, 15),
    )
    torn: float = tolerance(1.5, "cost in font sizes", "Of a row within which such a gap stands.", (0.2, 4))
    free: float = tolerance(
        0.1,
        "cost in font sizes",
        "Of a label that stands anywhere between the middle of its row's part and a page's edge.",
        (0.01, 0.5),
    )
    lower: float = tolerance(1.0, "cost in font sizes", "Of a label below the middle of the rest of a row.", (0.1, 2))
    empty_row: float = tolerance(2.0, "cost in font sizes", "Of a label without values.", (0.2, 20))
    other_page: float = tolerance(2.0, "cost in font sizes", "Of a label whose values are all on other pages.", (0.2, 20))
    narrow: float = tolerance(1.0, "cost in font sizes", "Of a row nearer to the row above than rows are.", (0.1, 10))
    wide: float = tolerance(0.5, "cost in font sizes", "Of a row at a gap that is of paragraphs.", (0.05, 1))
    most_cuts: int = tolerance(16_000, "labels × lines", "With more, trying every cut takes seconds.", (1600, 160000))


@dataclass(frozen=True)
class BlockTolerances:
    """What is a bullet, and which lines continue a block."""

    aligned: float = tolerance(2.5, "points", "Difference of two left edges that are one indent.", (0.25, 5))
    hung: float = tolerance(
        2.0,
        "font sizes",
        "Such a difference between the text behind a bullet and its next line, which some producers set at a fixed indent.",
        (1.3, 4),
    )
    bullet_gap: float = tolerance(
        0.45, "font sizes", "Least blank behind a dash or letter that is a bullet; a blank has 0.25.", (0.045, 0.495)
    )
    justified: float = tolerance(1.2, "of the line's widest blank", "Least such blank where lines are justified.", (0.12, 1.8))
    repeated: int = tolerance(2, "lines", "How often a dash or letter begins a line of a cell to be its bullet.", (2, 20))
    lettered: int = tolerance(3, "lines", "How often a letter does at one indent, where other lines begin there, too.", (3, 30))
    blank: float = tolerance(0.35, "font sizes", "Blank that a word needs before it on the line above.", (0.175, 3.5))
    runt: float = tolerance(
        0.3,
        "share of the cell's width",
        "Room left within a sentence: typesetters move a word down to keep another company.",
        (0.03, 3),
    )
    paragraph_gap: float = tolerance(
        0.12, "font sizes", "How much wider than usual lines of one paragraph stand.", (0.012, 0.24)
    )
    cut_pitch: float = tolerance(2.0, "font sizes", "Largest distance of its two lines: a lost comma may leave one.", (0.2, 20))
    cut_room: float = tolerance(0.8, "font sizes", "Most room on a line whose only word had to be cut.", (0.08, 8))


@dataclass(frozen=True)
class InnerTolerances:
    """What stands side by side within one cell. Measured on pages of Chromium, ReportLab and Typst."""

    beside: float = tolerance(3.0, "points", "How far rules and bullets of one column may lie apart.", (0.75, 30))
    padding: float = tolerance(12.0, "points", "How far left of the values a level rule of such a table may begin.", (1.2, 120))
    least_side: float = tolerance(20.0, "points", "Shortest level rule of a table within a cell.", (2, 80))
    least_column: float = tolerance(
        60.0, "points", "Least distance of bullets in two columns; nearer ones are levels.", (6, 120)
    )
    gutter: float = tolerance(0.8, "font sizes", "Least blank between two columns of bullets.", (0.08, 1.6))
    blank: float = tolerance(0.25, "font sizes", "Blank between two words.", (0.025, 2.5))
    apart: float = tolerance(2.5, "font sizes", "Largest distance of two paragraphs of a column.", (1.25, 25))
    neighbour: float = tolerance(1.7, "font sizes", "Largest distance of two lines of a paragraph.", (1.25, 17))


@dataclass(frozen=True)
class LayoutTolerances:
    """The numbers of all stages of the layout."""

    lines: LineTolerances = field(default_factory=LineTolerances)
    columns: ColumnTolerances = field(default_factory=ColumnTolerances)
    labels: LabelTolerances = field(default_factory=LabelTolerances)
    rows: RowTolerances = field(default_factory=RowTolerances)
    blocks: BlockTolerances = field(default_factory=BlockTolerances)
    inner: InnerTolerances = field(default_factory=InnerTolerances)


LAYOUT = LayoutTolerances()
"""The values that documents are read with, unless a caller gives others."""
