"""Unusual PDFs, written object by object, because libraries that write PDFs refuse to write most of these.

None of them makes a PDF library hang, crash or use much memory.
"""

import io

from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.hostile_case import Rows

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
TREE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
UNNAMED_CODES = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor 11 0 R "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """Return a stream object's text."""
    return b"<< %s /Length %s >>\nstream\n%s\nendstream" % (entries, length or b"%d" % len(data), data)


def write_pdf(objects: dict[int, bytes], *, trailer: bytes = b"", junk: bytes = b"") -> bytes:
    """Return a PDF with a classic table of cross-references; object 1 is the catalog."""
    out = io.BytesIO()
    out.write(junk + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = out.tell() - len(junk)
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell() - len(junk)
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n")
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return out.getvalue()


def show(rows: Rows) -> bytes:
    """Return the content stream of a page with the rows of a form: labels left, values right."""
    lines = [b"BT /F1 10 Tf"]
    y = 800
    for label, value in rows:
        lines.append(b"1 0 0 1 50 %d Tm (%s) Tj" % (y, escape(label)))
        for number, part in enumerate(value.split("\t")):
            lines.append(b"1 0 0 1 %d %d Tm (%s) Tj" % (220 + 180 * number, y, escape(part)))
        y -= 18
    return b"\n".join([*lines, b"ET"])


def escape(text: str) -> bytes:
    """Return a text as the inside of a PDF string."""
    return text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def good_objects(rows: Rows, content: bytes = b"") -> dict[int, bytes]:
    """Return the objects of a one-page form; `content` is drawn after it."""
    return {1: CATALOG, 2: TREE, 3: PAGE, 4: stream(show(rows) + b"\n" + content), 5: HELVETICA}


def good_pdf(rows: Rows, content: bytes = b"", changed: dict[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """Return a one-page form, some of its objects replaced or added."""
    return write_pdf(good_objects(rows, content) | (changed or {}), trailer=trailer)


def encrypt_pdf(rows: Rows, user: str, owner: str, strength: int = 128) -> bytes:
    """Return a form that is encrypted for a user's and an owner's password; either may be empty."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, strength=strength), invariant=1)
    y = 800
    for label, value in rows:
        canvas.drawString(50, y, label)
        for number, part in enumerate(value.split("\t")):
            canvas.drawString(220 + 180 * number, y, part)
        y -= 18
    canvas.save()
    return out.getvalue()


def scan_pdf() -> bytes:
    """Return pages that are pictures of text."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(picture).text((40, 40), "City: Porto", fill=0)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """Return a PDF of many pages with a line of text each."""
    first = 10
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + count))
    pages = dict.fromkeys(range(first, first + count), PAGE)
    return write_pdf(
        {
            1: CATALOG,
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            4: stream(b"BT /F1 9 Tf 50 700 Td (A page.) Tj ET"),
            5: HELVETICA,
        }
        | pages
    )


def act(rows: Rows) -> bytes:
    """Return a form with a script and a link that a viewer may follow when it opens the form."""
    actions = (
        b"<< /S /JavaScript /JS (app.alert\\('hello'\\);) /Next [<< /S /URI /URI (http://example.org/page) >> "
        b"<< /S /SubmitForm /F (http://example.org/form) >>] >>"
    )
    return good_pdf(rows, changed={1: CATALOG.replace(b">>", b"/OpenAction 10 0 R >>"), 10: actions})


def codes_without_characters(rows: Rows) -> bytes:
    """Return a form whose font does not say which characters its codes print."""
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] >>"
    inner = UNNAMED_CODES
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [10 0 R] >>"
    content = b"BT /F1 10 Tf 50 700 Td "
    for label, value in rows:
        content += b"<" + (label + value).encode("utf-16-be").hex().encode() + b"> Tj 0 -18 Td "
    return write_pdf({1: CATALOG, 2: TREE, 3: PAGE, 4: stream(content + b"ET"), 5: font, 10: inner, 11: descriptor})
