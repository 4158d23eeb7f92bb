"""RapidOCR with the models in its wheel: PP-OCR's networks, computed by ONNX Runtime; nothing is downloaded."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from rapidocr import RapidOCR

from ucap.extractors.readers.ocr import DASHES, Picture, Recognise, RecognisedLine, Token
from ucap.extractors.readers.ocr_decoding import Decoded, decode_line, find_likes

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
    engine(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False)  # loads the network that recognises
    decoder = engine.text_rec.postprocess_op = _Decoder(engine.text_rec.postprocess_op)

    def recognise(picture: Picture) -> list[RecognisedLine]:
        decoder.lines.clear()
        found = engine(np.stack([picture] * 3, axis=-1), use_det=True, use_cls=False, return_word_box=True)
        if found.txts is None:
            return []
        lines = zip(found.boxes, found.txts, found.word_results, strict=True)
        return [_make_line(corners, text, decoder.lines[text], words) for corners, text, words in lines]

    return recognise


class _Decoder:
    """RapidOCR's decoder, which keeps what it decoded: `lines` has the characters of each text, of the last line of it."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._likes = find_likes(decode.character)
        self.lines: dict[str, list[Decoded]] = {}

    def __call__(self, shares: Any, return_word_box: bool, *, wh_ratio_list: Sequence[float], max_wh_ratio: float) -> Any:
        for line, width in zip(shares, wh_ratio_list, strict=True):
            decoded = decode_line(line, len(line) * width / max_wh_ratio, self._decode.character, self._likes)
            self.lines["".join(one.char for one in decoded)] = decoded
        return self._decode(shares, return_word_box, wh_ratio_list=wh_ratio_list, max_wh_ratio=max_wh_ratio)


def _make_line(
    corners: Sequence[Sequence[float]],
    text: str,
    decoded: Sequence[Decoded],
    pieces: Iterable[tuple[str, float, Sequence[Sequence[float]]]],
) -> RecognisedLine:
    xs, ys = ([float(corner[axis]) for corner in corners] for axis in (0, 1))
    left, width = min(xs), max(xs) - min(xs)
    words: list[list[Token]] = []
    at = 0
    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    for printed, _, box in pieces:
        start = text.find(printed, at)
        is_new = not words or start < 0 or any(char.isspace() for char in text[at:start])
        start = max(at, start)
        at = start + len(printed)
        x0, x1 = min(float(x) for x, _ in box), max(float(x) for x, _ in box)
        said = printed if is_chinese else "".join(_SIGNS.get(char, char) for char in printed)
        known = zip(said, decoded[start:at], strict=True)
        own = [one._replace(char=char, place=left + width * one.place) for char, one in known]
        tokens = list(_part_at_dashes(own, x0, x1))
        if is_new:
            words.append(tokens)
        else:
            words[-1] += tokens
    return RecognisedLine(min(ys), max(ys), tuple(map(tuple, words)))


def _part_at_dashes(chars: Sequence[Decoded], x0: float, x1: float) -> Iterator[Token]:
    """Yield the characters of a piece between two edges, each dash as a piece of its own about its place, in pixels."""
    half = (x1 - x0) / len(chars) / 2
    start = 0
    for number, one in enumerate(chars):
        if one.char in DASHES:
            before, after = min(max(one.place - half, x0), x1), min(max(one.place + half, x0), x1)
            yield from _join(chars[start:number], x0, before)
            yield from _join([one], before, after)
            x0, start = after, number + 1
    yield from _join(chars[start:], x0, x1)


def _join(chars: Sequence[Decoded], x0: float, x1: float) -> Iterator[Token]:
    if chars:
        sure = min(one.confidence for one in chars)
        rival = next((one.rival for one in chars if one.rival), "")
        yield Token("".join(one.char for one in chars), x0, x1, sure, rival)
