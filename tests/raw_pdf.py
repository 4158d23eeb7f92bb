"""One-page PDFs from a content stream that a test writes, for what no producer's library can be asked to print."""

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def make_pdf(content: str, fonts: dict[str, str] | None = None, *objects: str) -> bytes:
    """Return a PDF of one page of 400 by 200 points.

    `fonts` are the page's fonts by name (F1 is Helvetica where it is not given), `objects` further ones, from number 10 on.
    """
    named = {"F1": HELVETICA, **(fonts or {})}
    resources = "/Font << " + " ".join(f"/{name} {font}" for name, font in named.items()) + " >>"
    stream = content.encode("latin-1")
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Resources << {resources} >> /Contents 4 0 R >>".encode(),
        4: b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        **{number: body.encode("latin-1") for number, body in enumerate(objects, start=10)},
    }
    data, offsets = b"%PDF-1.7\n", {}
    for number, body in bodies.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in offsets.items())
    start = len(data)
    size = max(bodies) + 1
    return (
        data
        + b"xref\n0 1\n0000000000 65535 f \n"
        + table
        + (b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start))
    )


def make_stream(content: str) -> str:
    """Return the object of a stream."""
    return f"<< /Length {len(content)} >> stream\n{content}\nendstream"
