"""A document as a scanner or a camera sends it: pictures of its pages, a little askew, grey and noisy."""

import io
import random

import numpy as np
from PIL import Image

from ucap.extractors.readers.pdf_picture import draw_pages

DPI = 200
MOST_SKEW = 1.5
"""Degrees by which a sheet lies askew at most."""
NOISE = 6.0
"""Standard deviation of the grey of a pixel, of 255."""


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
