"""Two pages that lie in the file on their side and on their head; the viewer turns them, so that they read upright."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

WIDTH, HEIGHT = 595, 420
TURNS = {90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, WIDTH, HEIGHT)}
PAGES = {
    90: [
        (50, 60, "U-CAP Summary"),
        (50, 90, "City"), (180, 90, "Timisoara"), (360, 90, "Nanjing"),
        (50, 115, "Country"), (180, 115, "Romania"), (360, 115, "China"),
        (50, 140, "Cooperation period"), (180, 140, "2018 - 2020"),
        (50, 165, "Key activities"), (180, 165, "\u2022 May 2019: Gardeners swap seeds"),
    ],
    180: [
        (180, 60, "\u2022 June 2019: They swap them back"),
        (50, 85, "Expected results"), (180, 85, "\u2022 Flowers"),
    ],
}  # fmt: skip


def draw() -> bytes:
    """Return the PDF."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=1)  # it swaps the sides itself where the page is turned
    for rotation, lines in PAGES.items():
        canvas.setPageRotation(rotation)
        canvas.transform(*TURNS[rotation])
        canvas.setFont("Helvetica", 10)
        for x, y, text in lines:
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
