"""RapidOCR with the models in its wheel: PP-OCR's networks, computed by ONNX Runtime; nothing is downloaded."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rapidocr import RapidOCR

from ucap.extractors.readers.ocr import Picture, Recognise, RecognisedLine, Token

_SETTINGS = {
    "Global.log_level": "error",
    # One thread each: documents are read in as many processes as there are processors, and the result must not depend on it.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # Lines are looked for in a smaller picture: the same lines are found, in two thirds of the time and of the memory. They are
    # recognised at full size.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
}
_SIGNS = {"。": "•", "，": ",", "：": ":", "；": ";", "（": "(", "）": ")"}
"""Signs that the network, which knows Chinese too, gives for those of Latin print."""


def make_engine() -> Recognise:
    """Return a function that recognises the lines of a picture."""
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engine: Any = RapidOCR(params=_SETTINGS)

    def recognise(picture: Picture) -> list[RecognisedLine]:
        found = engine(np.stack([picture] * 3, axis=-1), use_cls=False, return_word_box=True)
        if found.txts is None:
            return []
        return [_make_line(*line) for line in zip(found.boxes, found.txts, found.word_results, strict=True)]

    return recognise


def _make_line(
    corners: Sequence[Sequence[float]], text: str, tokens: Iterable[tuple[str, float, Sequence[Sequence[float]]]]
) -> RecognisedLine:
    ys = [float(y) for _, y in corners]
    words: list[list[Token]] = []
    at = 0
    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    for printed, confidence, box in tokens:
        start = text.find(printed, at)
        is_new = not words or start < 0 or any(char.isspace() for char in text[at:start])
        at = max(at, start + len(printed))
        xs = [float(x) for x, _ in box]
        said = printed if is_chinese else "".join(_SIGNS.get(char, char) for char in printed)
        token = Token(said, min(xs), max(xs), float(confidence))
        if is_new:
            words.append([token])
        else:
            words[-1].append(token)
    return RecognisedLine(min(ys), max(ys), tuple(map(tuple, words)))
