"""PDFs written object by object, for what no producer at hand writes."""

import zlib
from collections.abc import Mapping, Sequence

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def make_pdf(content: str, fonts: Mapping[str, str] | None = None, *objects: str) -> bytes:
    """Return a PDF of one page of 400 by 200 points with this content.

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
        **dict.fromkeys(range(5, 10), b"null"),
        **{number: body.encode("latin-1") for number, body in enumerate(objects, start=10)},
    }
    return _write_plain(bodies)


def write_pdf(
    content: bytes,
    *,
    page: bytes = b"",
    pages: bytes = b"",
    catalog: bytes = b"",
    resources: bytes = b"",
    further: Sequence[bytes] = (),
    compressed: bool = False,
) -> bytes:
    """Return a PDF of one page, 600 by 800, with Helvetica as `/F1`.

    `page`, `pages`, `catalog` and `resources` are further entries of these dictionaries, `further` are objects from number 6
    on. `compressed` puts the dictionaries into an object stream.
    """
    streams = {4: b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)}
    others = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] %s >>" % pages,
        3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, page),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for number, written in enumerate(further, start=6):
        (streams if b"stream\n" in written else others)[number] = written
    return _write_compressed(streams, others) if compressed else _write_plain({**streams, **others})


def make_stream(content: str) -> str:
    """Return the object of a stream."""
    return f"<< /Length {len(content)} >> stream\n{content}\nendstream"


def _write_plain(objects: Mapping[int, bytes]) -> bytes:
    data, offsets = _write_objects(objects)
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(objects))
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))


def _write_objects(objects: Mapping[int, bytes]) -> tuple[bytes, dict[int, int]]:
    data, offsets = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    return data, offsets


def _write_compressed(streams: Mapping[int, bytes], others: Mapping[int, bytes]) -> bytes:
    holder, table_number = max([*streams, *others]) + 1, max([*streams, *others]) + 2
    index, body = b"", b""
    for number, written in others.items():
        index += b"%d %d " % (number, len(body))
        body += written + b" "
    packed = zlib.compress(index + body)
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >> stream\n"
    stream = head % (len(others), len(index), len(packed)) + packed + b"\nendstream"
    data, offsets = _write_objects({**streams, holder: stream})
    places = list(others)
    rows = b"\0\0\0\0\0\0\0"
    for number in range(1, table_number):
        kind, first, second = (2, holder, places.index(number)) if number in others else (1, offsets[number], 0)
        rows += bytes([kind]) + first.to_bytes(4, "big") + second.to_bytes(2, "big")
    rows += b"\1" + len(data).to_bytes(4, "big") + b"\0\0"
    head = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Length %d >> stream\n"
    table = head % (table_number, table_number + 1, len(rows)) + rows + b"\nendstream\nendobj\n"
    return data + table + b"startxref\n%d\n%%%%EOF" % len(data)
