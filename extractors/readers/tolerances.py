"""The numbers of the readers of PDFs and of text files, by stage. `ucap.extractors.tolerance` explains a declaration."""

from dataclasses import dataclass, field

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class GlyphTolerances:
    """Turned pages, watermarks, glyphs without names, and footnote marks."""

    slanted: float = tolerance(
        0.05, "tangent", "Least angle of slanted text; a scanner's or rounding's is smaller.", (0.005, 0.5)
    )
    one_way: float = tolerance(
        0.9, "share of the page's glyphs", "Share that must run one way for the page to be turned.", (0.09, 0.99)
    )
    askew: float = tolerance(
        0.5, "share of the page's glyphs", "Share of slanted glyphs from which the page lies askew.", (0.05, 5)
    )
    huge: float = tolerance(3.0, "usual sizes", "Size of a watermark's glyphs against the page's median.", (1.5, 4.5))
    least_watermark: int = tolerance(3, "glyphs", "Shortest watermark of huge glyphs; shorter ones are initials.", (1, 5))
    most_watermark: int = tolerance(
        200, "glyphs", "Most huge glyphs of a page that can be watermarks; more are its text.", (20, 2000)
    )
    watermark_step: float = tolerance(
        1.5, "font sizes", "Largest distance between the origins of two glyphs of a watermark.", (0.75, 15)
    )
    across: float = tolerance(0.5, "share of a watermark's glyphs", "Share that must lie across other text.", (0.05, 0.75))
    unnamed: float = tolerance(
        0.3, "share of the text's glyphs", "Share of glyphs without names from which nothing is read.", (0.03, 3)
    )
    line_overlap: float = tolerance(
        0.5, "share of the lower one's height", "Least overlap of two glyphs of one line.", (0.05, 0.75)
    )
    bullet_apart: float = tolerance(0.6, "font sizes", "Least blank between a nameless bullet and text at its left.", (0.06, 6))
    bullet_gap: float = tolerance(0.15, "font sizes", "Least blank between a nameless bullet and its text.", (0.015, 0.3))
    bullet_reach: float = tolerance(3.0, "font sizes", "Largest blank between a nameless bullet and its text.", (0.75, 30))
    bullet_window: int = tolerance(
        3, "glyphs", "How many glyphs, blanks included, are looked at on either side of a bullet.", (1, 30)
    )
    mark_size: float = tolerance(
        0.87, "of its word's size", "Size below which a raised glyph is a mark; browsers print 0.83.", (0.75, 7.5)
    )
    raised: float = tolerance(0.15, "font sizes", "Least height of a mark's bottom above that of its word.", (0.015, 0.3))
    most_raised: float = tolerance(1.0, "font sizes", "Largest such height; above it stands the line before.", (0.75, 10))
    mark_glyphs: int = tolerance(6, "glyphs", "Longest footnote mark, such as (1),(2).", (3, 60))
    overlap: float = tolerance(0.1, "font sizes", "By how much a mark and its neighbours may overlap.", (0.01, 1))
    kerning: float = tolerance(0.3, "font sizes", "By how much two glyphs of one word may overlap.", (0.03, 3))
    word_gap: float = tolerance(0.15, "font sizes", "Blank from which two glyphs belong to two words.", (0.015, 1.5))
    mark_gap: float = tolerance(0.3, "font sizes", "Largest blank before a mark, or between two glyphs of it.", (0.03, 3))


@dataclass(frozen=True)
class AccentTolerances:
    """Which letter an accent that is a glyph of its own belongs to. Measured on pages of TeX, groff and ReportLab."""

    raised: float = tolerance(0.45, "font sizes", "How much higher an accent stands than over a small letter.", (0.3375, 4.5))
    lowered: float = tolerance(-0.1, "font sizes", "How much lower it stands; a bar below is no accent.", (-0.4, -0.01))
    other_size: float = tolerance(0.2, "font sizes", "By how much the size of the letter may differ.", (0.02, 2))
    behind: float = tolerance(0.1, "font sizes", "How far behind its letter a mark without width may stand.", (0.01, 0.2))


@dataclass(frozen=True)
class DrawnBulletTolerances:
    """Which small shapes are bullets."""

    smallest: float = tolerance(0.12, "font sizes", "Least width or height; smaller is a dot of a dotted line.", (0.012, 0.18))
    largest: float = tolerance(0.6, "font sizes", "Largest width and height; larger is a box to tick.", (0.45, 0.66))
    near_square: float = tolerance(0.35, "of the larger side", "Largest difference of width and height.", (0.035, 3.5))
    reach: float = tolerance(2.5, "heights of the line", "Largest distance between a bullet and its text.", (1.25, 3.75))
    apart: float = tolerance(0.6, "font sizes", "Least blank between a bullet and text at its left.", (0.06, 6))
    touching: float = tolerance(0.5, "points", "By how much a bullet and a word beside it may overlap.", (0.05, 5))
    spaced: float = tolerance(
        2.5, "widths", "Least distance of two bullets; nearer ones are a border or a chart.", (0.25, 2.75)
    )
    same_centre: float = tolerance(
        1.0, "points", "Distance of centres below which two shapes are one, filled and outlined.", (0.1, 4)
    )
    similar: float = tolerance(2.0, "widths", "Width from which a neighbour is another kind of shape.", (0.2, 20))


@dataclass(frozen=True)
class FieldTolerances:
    """Form fields, and why a form is not understood. Chosen, not measured."""

    tick_size: float = tolerance(12.0, "points", "Largest sign of a box to tick; larger boxes are text's height all the same.")
    least_empty: int = tolerance(
        3, "fields", "Empty fields from which a form that is not understood is one that nobody filled in."
    )
    doubled_word: int = tolerance(4, "letters", "Shortest word that shows that letters are doubled.")
    doubled: float = tolerance(0.5, "share of the words", "Share of words with doubled letters: English has none.")


FORM_FIELDS = FieldTolerances()
"""The values that form fields are read with, unless a caller gives others."""


@dataclass(frozen=True)
class StrikeTolerances:
    """Which lines strike words through. Heights count from the bottom of a glyph's box, which is one font size high."""

    flat: float = tolerance(0.1, "of its width", "Largest height of a line drawn by hand.", (0.025, 1))
    shortest: float = tolerance(1.5, "heights", "Shortest line; a line through a single `i` is that short.", (0.15, 6))
    highest_rect: float = tolerance(9.0, "points", "Highest rectangle that can be a line; then `thickest` decides.", (4.5, 90))
    wave: float = tolerance(0.3, "of its height", "Thickness of a wavy line. Chromium's is a third.", (0.03, 0.6))
    thickest: float = tolerance(0.3, "font sizes", "Thickest line; a thicker one marks or covers text.", (0.27, 0.6))
    lowest: float = tolerance(0.27, "of the glyph's height", "Height above which a line is no underline.", (0.135, 0.405))
    highest: float = tolerance(
        0.72, "of the glyph's height", "Height below which a line is not above the letters.", (0.648, 1.08)
    )
    overshoot: float = tolerance(1.2, "font sizes", "How far a line may reach beyond the glyphs at its ends.", (0.3, 2.4))
    at_edge: float = tolerance(
        0.12, "font sizes", "Distance of a line's end from that of a glyph, as programs draw it.", (0.012, 0.18)
    )
    widest_gap: float = tolerance(1.5, "font sizes", "Widest gap between two words that one line strikes.", (0.375, 15))
    longest_dash: float = tolerance(9.0, "points", "Longest dash.", (4.5, 90))
    dash_gap: float = tolerance(3.0, "lengths of a dash", "Widest gap between two dots or dashes of a line.", (1.5, 30))
    least_dashes: int = tolerance(3, "dashes", "Fewest dots or dashes that are a line.", (1, 6))


@dataclass(frozen=True)
class InkTolerances:
    """What is seen of a page, by drawings of it. Grey values go from 0 to 255."""

    scale: float = tolerance(0.5, "pixels a point", "Scale at which each page is drawn.", (0.05, 5))
    fine_scale: float = tolerance(2.0, "pixels a point", "Scale at which what is doubtful is drawn again.", (0.5, 20))
    doubtful: int = tolerance(12, "grey values", "Contrast in the coarse drawing below which letters are doubted.", (3, 120))
    even: float = tolerance(0.6, "share", "Letters of one tone in a run that may be painted in its paper's tone.", (0.06, 0.9))
    short_run: int = tolerance(3, "letters", "Letters below which the neighbours of a run count, too.", (1, 30))
    seen: int = tolerance(20, "grey values", "Contrast to what is behind it from which a person reads a text.", (10, 80))
    least_lost: int = tolerance(2, "of 96 places", "Places of a letter's box that its ink must reach.", (1, 20))
    uncovered: float = tolerance(0.6, "share", "Share of what a letter paints that must be seen of it.", (0.06, 0.9))
    light: int = tolerance(
        176, "grey values", "Brightness of a text from which it is compared with what is around it.", (18, 1760)
    )
    around: int = tolerance(48, "grey values", "Least difference of a light text and most of what is around it.", (5, 480))
    opaque: int = tolerance(64, "of 255", "Opacity below which a text is doubted.", (6, 128))
    smallest: float = tolerance(1.5, "points", "Height of type that nobody reads.", (0.75, 6))
    cell_width: float = tolerance(
        2.0, "points", "Width of the places in which letters printed over each other meet.", (0.2, 20)
    )
    cell_height: float = tolerance(3.0, "points", "Height of these places.", (1.5, 30))
    doubled: float = tolerance(1.0, "points", "Distance up to which the same letter is printed twice to be bold.", (0.1, 10))
    overlapping: int = tolerance(2, "letters", "Letters of two texts over each other from which both are doubted.", (1, 4))
    overprinted: float = tolerance(
        0.3, "font sizes", "Distance of two letters, both seen, of which none can be read.", (0.15, 0.45)
    )
    printed: int = tolerance(48, "grey values", "Contrast within a picture from which it shows letters.", (5, 192))
    agreeing: float = tolerance(0.6, "share", "Letters with ink, blanks without, in a picture of the same words.", (0.06, 0.9))
    enough_blanks: int = tolerance(4, "blanks", "How many blanks show whether a picture has the same words.", (3, 6))
    narrowest_gap: float = tolerance(0.12, "font sizes", "Least gap between two words.", (0.012, 0.24))
    widest_gap: float = tolerance(1.5, "font sizes", "Largest such gap; wider ones are between columns.", (0.375, 15))
    least_room: float = tolerance(
        0.5,
        "font sizes",
        "Room up to the next word in which no letter stands: two in 45 pages of Tesseract have 0.2.",
        (0.3, 0.6),
    )
    before_word: float = tolerance(0.12, "font sizes", "How far before a word the picture must be blank.", (0.09, 1.2))


@dataclass(frozen=True)
class UnreadTolerances:
    """Which ink that nobody read looks like text."""

    scale: float = tolerance(1.0, "pixels a point", "Scale at which it is drawn.", (1, 1))
    smallest: float = tolerance(6.0, "points", "Least width and height of a picture with text.", (0.6, 12))
    least_outlines: int = tolerance(3, "shapes", "Outlines that each stand right behind another and can be a text.", (1, 30))
    edge: int = tolerance(40, "grey values", "Difference of two pixels side by side that is the edge of a stroke.", (40, 60))
    letter_gap: float = tolerance(3.5, "points", "Half of the largest gap between two words of a line.", (3.5, 3.85))
    lowest: float = tolerance(4.0, "points", "Least height of a line.", (0.4, 8))
    highest: float = tolerance(30.0, "points", "Largest height of a line; larger is a logo or a heading.", (15, 300))
    least_length: float = tolerance(1.8, "heights", "Least length of a line.", (0.18, 3.6))
    thinnest: float = tolerance(0.12, "share", "Least share of edges in a line.", (0.012, 0.24))
    densest: float = tolerance(0.8, "share", "Largest share of edges in a line; more are in a pattern.", (0.6, 8))
    strokes: float = tolerance(1.2, "edges a height", "Least number of edges along a line.", (0.12, 4.8))
    least_lines: int = tolerance(3, "lines", "Lines below each other that are text wherever they stand.", (1, 4))
    least_width: float = tolerance(30.0, "heights", "Length of these lines together; logos have less.", (3, 60))
    line_gap: float = tolerance(1.6, "heights", "Largest gap between two lines.", (0.8, 16))
    alike: float = tolerance(2.0, "times", "How much higher one line of a block is than the next.", (1.5, 20))
    beside_word: float = tolerance(0.5, "font sizes", "How far beside a word its ink reaches, in scans.", (0.05, 5))
    above_word: float = tolerance(0.3, "font sizes", "How far above and below its box.", (0.03, 3))
    apart: float = tolerance(1.0, "heights", "Least distance of a single line from the words of its row.", (0.1, 4))
    among: float = tolerance(2.0, "times", "How much larger or smaller it is than words beside it.", (1.5, 20))
    long: float = tolerance(10.0, "heights", "Least length of a line between two lines of words. Chosen.", (5, 20))
    near: float = tolerance(3.0, "heights", "Largest distance of such a line from each of the two. Chosen.", (1.5, 6))


@dataclass(frozen=True)
class PdfTolerances:
    """The numbers of a PDF reader and of its stages."""

    joined: float = tolerance(
        0.15,
        "font sizes",
        "Largest blank between two glyphs of a word; a fixed distance would glue words in small type.",
        (0.0375, 0.3),
    )
    same_line: float = tolerance(2.0, "points", "Largest difference of the tops of two glyphs of one word.", (1, 2))
    thin: float = tolerance(
        2.0, "points", "A filled rectangle up to this thickness is a rule, as browsers draw borders.", (0.5, 2.2)
    )
    glyphs: GlyphTolerances = field(default_factory=GlyphTolerances)
    accents: AccentTolerances = field(default_factory=AccentTolerances)
    bullets: DrawnBulletTolerances = field(default_factory=DrawnBulletTolerances)
    ink: InkTolerances = field(default_factory=InkTolerances)
    strikes: StrikeTolerances = field(default_factory=StrikeTolerances)
    unread: UnreadTolerances = field(default_factory=UnreadTolerances)


@dataclass(frozen=True)
class ScanTolerances:
    """Pictures of pages, and the text that is recognised in them. Pixels are those of 200 in an inch."""

    per_point: float = tolerance(200 / 72, "pixels", "Resolution at which a page is drawn to be recognised.")
    beside_patch: float = tolerance(
        12.0, "points", "How far around text in pictures a page with text of its own is recognised: a line of it."
    )
    most_pixels: int = tolerance(4000, "pixels", "Longest side of such a picture, whatever the page's size.")
    light_cell: int = tolerance(32, "pixels", "Cell of the paper whose light is measured; larger than a letter.")
    dark: int = tolerance(150, "of 255", "Light below which a pixel is ink.")
    least_ink: int = tolerance(500, "pixels", "Ink from which a page can be laid level.")
    most_skew: float = tolerance(4.0, "degrees", "Largest angle at which a sheet is thought to lie.")
    least_skew: float = tolerance(0.15, "degrees", "Angle from which a page is laid level.")
    ruling: int = tolerance(160, "pixels", "Shortest ruling line; no letter has so long a stroke.")
    stroke: int = tolerance(50, "pixels", "Longest run of ink in a letter.")
    thickest_strike: int = tolerance(8, "pixels", "Thickest line that strikes words through.")
    beside_strike: int = tolerance(4, "pixels", "How far beside such a line ink of letters is looked for.")
    struck: float = tolerance(0.25, "share of its length", "Share of ink beside it on either side; a rule has hardly any.")
    letter: int = tolerance(
        16,
        "pixels",
        "About a letter's width: in 36 scanned pages blanks between lines then count six times those down the page.",
    )
    unbroken: float = tolerance(0.96, "share of its length", "Share of a ruling line that must be ink.")
    thickest: float = tolerance(12.0, "pixels", "Thickest ruling line; thicker ones are shaded areas.")
    sign_reach: float = tolerance(1.6, "heights of the line", "Largest distance of a bullet from its text.")
    least_sign: float = tolerance(0.1, "heights of the line", "Smallest bullet; smaller is noise.")
    most_sign: float = tolerance(0.7, "heights of the line", "Largest bullet: `■` has 0.6 in some fonts.")
    small_sign: float = tolerance(0.4, "heights of the line", "Largest shape that is no letter.")
    shape_gap: float = tolerance(0.22, "heights of the line", "Least blank behind a bullet that was recognised with its text.")
    sign_gap: float = tolerance(0.12, "heights of the line", "Least blank on both sides of a bullet.")
    same_size: float = tolerance(0.25, "of the usual size", "Difference of sizes that boxes of lines make, and print does not.")
    dash: float = tolerance(
        0.33, "font sizes", "Narrowest dash: 254 hyphens in seven fonts have up to 0.29, 101 dashes from 0.36."
    )
    widest_hyphen: float = tolerance(0.25, "font sizes", "Width from which a hyphen may be a faint dash, as the engine says.")
    dash_reach: float = tolerance(0.6, "font sizes", "How far from its place the ink of a dash is looked for.")
    dash_middle: float = tolerance(0.49, "heights of the line", "How far below the top of the line's box dashes stand.")
    dash_range: float = tolerance(0.15, "heights of the line", "How much higher or lower than that one may stand.")
    dash_thickness: float = tolerance(0.12, "heights of the line", "Thickest dash.")
    dash_slope: float = tolerance(0.05, "heights of the line", "By how much a dash may rise; the arm of an `r` is higher.")
    depth: float = tolerance(0.3, "heights of the line", "Room below the baseline in a recognised line's box.")
    font_size: float = tolerance(0.72, "heights of the line", "Font size of a recognised line, whose box has room.")
    widest_gap: float = tolerance(0.4, "heights of the line", "Largest gap in a word: letters have up to 0.21, blanks 0.6.")
    column_gap: float = tolerance(1.0, "heights of the line", "Gap from which the words of a line stand in two columns.")
    upright: float = tolerance(0.85, "mean confidence", "Confidence below which a page is also tried the other way up.")


@dataclass(frozen=True)
class RecognisedTolerances:
    """Bullets that a program recognised as letters and signs."""

    aligned: float = tolerance(0.6, "font sizes", "Largest difference of the left edges of a list's bullets.")
    least_signs: int = tolerance(2, "signs", "Letters at one indent from which they are bullets.")
    covered: float = tolerance(0.9, "share of the texts", "Share of invisible texts from which a page is a recognised scan.")
    apart: float = tolerance(0.8, "font sizes", "Least blank before a bullet, where text stands at its left.")
    close: float = tolerance(0.7, "font sizes", "Least blank before one where bullets of its list stand above or below.")
    justified: float = tolerance(2.0, "usual blanks of the line", "Least blank before a bullet, where a line is spaced out.")
    reach: float = tolerance(3.0, "font sizes", "Largest blank between a bullet and its text.")
    line_height: float = tolerance(1.45, "font sizes", "Height of a line, as engines for recognition box it.")
    tall: float = tolerance(
        0.756, "font sizes", "Height of capitals: 24 layers of Tesseract have 0.72 to 0.84, twelve of OCRmyPDF 0.93 to 1.0."
    )
    other_size: float = tolerance(
        0.25, "of the usual share", "Difference of a line's box from its print that others do not have."
    )
    feet: float = tolerance(
        0.14, "of the height", "Upper part of a word's box into which the feet of the line above may reach."
    )
    lost: float = tolerance(0.8, "font sizes", "Least width of ink in a line that is no sign, but a word that was lost.")
    letter: float = tolerance(0.6, "font sizes", "Least height of a shape that is none of the signs which stand before texts.")
    ascent: float = tolerance(0.1, "font sizes", "Least difference of the heights of high and low letters in a line.")
    small: float = tolerance(
        0.3, "of that difference", "Height of a letter above the low ones from which it is no small one of its line."
    )
    widest_sign: float = tolerance(0.8, "font sizes", "Width of ink from which it may be two digits that touch.")
    flat: float = tolerance(0.16, "font sizes", "Largest height of a dash.")
    raised: float = tolerance(0.45, "font sizes", "How far above the baseline apostrophes stand, and dashes do not.")
    beyond: float = tolerance(0.6, "font sizes", "How far the print of a word may reach beyond its recognised box.")
    small_sign: float = tolerance(0.45, "font sizes", "Largest shape that is no letter.")
    largest_sign: float = tolerance(0.8, "font sizes", "Largest disc or square.")
    filled: float = tolerance(0.72, "share", "Least share of ink in the box of a filled disc or square; a letter has less.")
    square: float = tolerance(0.7, "of the longer side", "Shortest side of such a box.")
    far: float = tolerance(2.0, "usual blanks", "Least blank behind a letter that stands for a bullet.")
    enough_blanks: int = tolerance(5, "blanks", "Fewest blanks that show how wide those of a page are.")
    blank: float = tolerance(0.16, "font sizes", "Blank from which ink may be that of two words; letters stand nearer.")
    small_print: float = tolerance(
        0.75, "of the usual size", "Largest size of a sign that was recognised as a line of its own."
    )
    level: float = tolerance(0.1, "font sizes", "How far from its ink a recognised part of a line may lie; print has none.")
    most_off: float = tolerance(0.8, "font sizes", "How far it may lie to be that ink's; further is another line.")
    no_blank: float = tolerance(0.5, "of the usual blank", "Widest gap that is none between two words.")
    least_blank: float = tolerance(0.7, "of the usual blank", "Narrowest blank between two words.")
    before: float = tolerance(0.15, "font sizes", "How far before its box the ink of a word may begin.")
    wider: float = tolerance(2.2, "of the usual gap", "How much wider it is than the gaps between the letters of its word.")


RECOGNISED = RecognisedTolerances()
"""The values that recognised text is read with, unless a caller gives others."""

SCAN = ScanTolerances()
"""The values that scans are read with, unless a caller gives others."""

PDF = PdfTolerances()
"""The values that PDFs are read with, unless a caller gives others."""


@dataclass(frozen=True)
class LineTolerances:
    """How wide the lines of a text file were set, and how far filled ones fall short of that."""

    enough_broken: int = tolerance(3, "lines", "How many lines that surely continue below show the width.", (1, 30))
    running_head: int = tolerance(
        8, "columns", "A line that is alone in being longer by more than this is a running head.", (1, 80)
    )
    most_slack: float = tolerance(
        1 / 3, "share of the width", "Room above which a line was not filled, whatever follows.", (0.033333, 3.33333)
    )
    usual_slack: float = tolerance(
        0.75, "share of the lines", "Share of the filled lines whose room is the usual one.", (0.075, 7.5)
    )


@dataclass(frozen=True)
class LabelledTolerances:
    """Text without columns."""

    narrowest: int = tolerance(45, "columns", "Lines shorter than this were not broken to fit a page.", (4, 450))
    widest: int = tolerance(130, "columns", "Where a line is longer, each line is a paragraph.", (13, 1300))
    broken_per_long: int = tolerance(
        5, "lines", "For each longer line, how many must surely continue below for it to be an exception.", (1, 50)
    )
    share_at_width: float = tolerance(
        0.1, "share of the lines", "Share of the lines that end near the width; longer ones were joined.", (0.01, 1)
    )
    hanging_room: float = tolerance(
        0.4, "share of the width", "Room within a bullet, where a new paragraph is rare.", (0.04, 4)
    )
    open_lines: float = tolerance(
        0.4, "share of the lines", "Share of the lines that begin `Words:` from which each such line is a paragraph.", (0.04, 4)
    )
    double_spaced: float = tolerance(
        0.6, "share of the lines", "Share of the lines that surely continue which have a blank line below.", (0.55, 0.8)
    )
    label_lines: int = tolerance(8, "lines", "Longest label: one word on each.", (2, 80))
    unmarked_words: int = tolerance(10, "words", "Longest label before a value on its line without a colon.", (1, 100))


@dataclass(frozen=True)
class GridTolerances:
    """Text whose columns are kept by blanks, and the page on which it is laid for the layout.

    The sizes of that page fit the layout: one blank (3.6 points) is narrower than a gap between columns, two are wider.
    """

    font_size: float = tolerance(10.0, "points", "Height of a laid character, and what the layout measures in.", (7.5, 15))
    line_height: float = tolerance(12.0, "points", "Distance of laid lines, as 1.2 font sizes are usual.", (9, 18))
    char_width: float = tolerance(3.6, "points", "Width of a laid character.", (2.7, 36))
    glyph_width: float = tolerance(
        2.0, "points", "Width of a laid letter or dash that is a bullet: its blank is wide then.", (0.2, 4)
    )
    tab_stop: int = tolerance(8, "columns", "Distance of tab stops, as terminals have them.", (1, 80))
    least_labels: int = tolerance(3, "labels", "Least number of labels whose values begin at one column.", (1, 6))
    edge_share: float = tolerance(0.5, "share of the labels", "Least share of them.", (0.05, 0.75))
    drift: int = tolerance(4, "columns", "How far a column may lie elsewhere in another run of lines of the page.", (1, 16))
    far: int = tolerance(
        12, "columns", "How far it may lie elsewhere on another page; further right is a page number.", (1, 120)
    )
    snap: int = tolerance(2, "columns", "How far bullets of one kind may stand apart and be of one level.", (1, 20))
    label_zone: float = tolerance(
        0.6, "share of the label column", "Part of the label column in which labels begin.", (0.06, 1.2)
    )
    margin_zone: float = tolerance(0.5, "share of the label column", "Part of it that values never reach.", (0.05, 5))
    label_lines: int = tolerance(5, "lines", "Longest label.", (2, 50))
    hanging_room: float = tolerance(
        0.4, "share of the width", "Room within a bullet, where a new paragraph is rare.", (0.04, 4)
    )


@dataclass(frozen=True)
class OrderTolerances:
    """Text whose lines may have lost their order."""

    broken_rows: int = tolerance(
        2, "rows", "Rows that show a lost order, from which on no row of texts is sure; chosen: one may be a slip.", (2, 2)
    )
    known_rows: int = tolerance(
        9,
        "rows",
        "Known rows below which one doubt makes all rows doubtful: other rows have labels that nobody knows.",
        (1, 90),
    )


@dataclass(frozen=True)
class TextTolerances:
    """The numbers of the readers of text files."""

    lines: LineTolerances = field(default_factory=LineTolerances)
    labelled: LabelledTolerances = field(default_factory=LabelledTolerances)
    grid: GridTolerances = field(default_factory=GridTolerances)
    order: OrderTolerances = field(default_factory=OrderTolerances)


TEXT = TextTolerances()
"""The values that text files are read with, unless a caller gives others."""
