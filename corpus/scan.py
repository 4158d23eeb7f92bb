"""A document as a scanner or a camera sends it: pictures of its pages, a little askew, grey and noisy, or made searchable."""

import io
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from ucap.extractors.readers.pdf_picture import draw_pages

DPI = 200
MOST_SKEW = 1.5
"""Degrees by which a sheet lies askew at most."""
SKEW = (1.0, 3.0)
"""Degrees, least and most, by which a sheet lies askew over which text is laid without making it level."""
NOISE = 6.0
"""Standard deviation of the grey of a pixel, of 255."""


TESSERACT = shutil.which("tesseract")


def recognise_document(data: bytes, seed: int | None = None) -> bytes:
    """Return a PDF of pictures of a PDF's pages, over which Tesseract laid the text that it recognised in them, invisible.

    With a seed each page lies askew, the same for the same seed. Raises `FileNotFoundError` if there is no Tesseract.
    """
    if not TESSERACT:
        raise FileNotFoundError("tesseract is not installed")
    with tempfile.TemporaryDirectory(prefix="ucap-corpus-") as folder:
        files, chance = [], random.Random(seed)
        for number, page in enumerate(draw_pages(data, DPI / 72)):
            files.append(str(Path(folder, f"{number}.png")))
            sheet = page.convert("L")
            if seed is not None:
                degrees = chance.uniform(*SKEW) * chance.choice((-1, 1))
                sheet = sheet.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
            sheet.save(files[-1], dpi=(DPI, DPI))
        listed = Path(folder, "pages.txt")
        listed.write_text("\n".join(files), encoding="utf-8")
        command = [TESSERACT, str(listed), str(Path(folder, "out")), "-l", "eng", "--dpi", str(DPI), "pdf"]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return Path(folder, "out.pdf").read_bytes()


def scan_document(data: bytes, seed: int) -> bytes:
    """Return a PDF of pictures of a PDF's pages; the same for the same seed."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    sheets = []
    for page in draw_pages(data, DPI / 72):
        level = page.convert("L")
        askew = level.rotate(chance.uniform(-MOST_SKEW, MOST_SKEW), Image.Resampling.BICUBIC, fillcolor=255)
        pixels = np.asarray(askew, dtype=np.float32)
        light = np.linspace(chance.uniform(0.8, 1.0), chance.uniform(0.8, 1.0), pixels.shape[1], dtype=np.float32)
        grey = pixels * light + noise.normal(0.0, NOISE, pixels.shape)
        sheets.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    sheets[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=sheets[1:], quality=85)
    return out.getvalue()
