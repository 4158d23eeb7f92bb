"""What English words mean, as vectors: how near two words are (`bike` and `bicycle`, `chef` and `cook`)."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


def find_meaning(stem: str) -> int | None:
    """Return the number of a word's meaning, given its stem (`stem_word`); None for a word that the table does not have."""
    return _load()[0].get(stem)


def measure_nearness(meanings: Sequence[int], others: Sequence[int]) -> NDArray[np.float32]:
    """Return the cosine between each of some meanings (rows) and each of others (columns).

    >>> from ucap.extractors.text.words import stem_word
    >>> bike, bicycle, choir = (find_meaning(stem_word(word)) for word in ("bike", "bicycle", "choir"))
    >>> near, far = measure_nearness([bike], [bicycle, choir])[0]
    >>> bool(near > 0.8 and far < 0.3)
    True
    """
    vectors = _load()[1]
    one, other = (vectors[list(numbers)].astype(np.float32) for numbers in (meanings, others))
    lengths = np.linalg.norm(one, axis=1)[:, None] * np.linalg.norm(other, axis=1)
    nearness: NDArray[np.float32] = (one @ other.T) / lengths
    return nearness


def average_meanings(meanings: Sequence[int], weights: Sequence[float]) -> bytes:
    """Return the mean of meanings by their weights, as one signed byte for each direction."""
    vectors = _load()[1][list(meanings)].astype(np.float32)
    mean = np.asarray(weights, np.float32) @ (vectors / np.linalg.norm(vectors, axis=1)[:, None])
    return bytes(np.round(mean / max(float(np.abs(mean).max()), 1e-9) * 127).astype(np.int8).tobytes())


@cache
def _load() -> tuple[Mapping[str, int], NDArray[np.int8]]:
    """Return the numbers of the stems, and their vectors (made by `python -m benchmarks.make_word_vectors`)."""
    data = files("ucap.schemas.vocabularies").joinpath("word_vectors.npz").read_bytes()
    with np.load(io.BytesIO(data)) as table:
        stems = table["stems"].tobytes().decode().split("\n")
        return {stem: number for number, stem in enumerate(stems)}, table["vectors"]
