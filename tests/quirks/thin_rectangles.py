"""A page drawn by hand: the frames of cells are filled rectangles half a point thick, as browsers draw them."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

HEIGHT = 420
COLUMNS = (50, 180, 360, 545)
ROWS = [
    (18, [["City"], ["Lille"], ["Hefei"]]),
    (18, [["Country"], ["France"], ["China"]]),
    (18, [["Period of cooperation"], ["January 2018 - December 2018"]]),
    (
        42,
        [
            ["Main objectives"],
            [
                "Less noise in the courts of tenements of the port, where refuse lorries call",
                "long before six.",
                "Later tours.",
            ],
        ],
    ),
    (18, [["Expected results"], ["Quiet mornings"]]),
]


def draw() -> bytes:
    """Return the PDF."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, HEIGHT), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, HEIGHT - 60, "U-CAP Summary")
    top = HEIGHT - 80
    for height, cells in ROWS:
        edges = COLUMNS if len(cells) == 3 else (COLUMNS[0], COLUMNS[1], COLUMNS[3])
        for y in (top, top - height):
            canvas.rect(edges[0], y, edges[-1] - edges[0], 0.5, stroke=0, fill=1)
        for x in edges:
            canvas.rect(x, top - height, 0.5, height, stroke=0, fill=1)
        for x, lines in zip(edges, cells, strict=False):
            for i, line in enumerate(lines):
                canvas.drawString(x + 5, top - 12 - 12 * i, line)
        top -= height
    canvas.save()
    return target.getvalue()
