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
    _, vectors, lengths = _load()
    one, other = (vectors[list(numbers)].astype(np.float32) for numbers in (meanings, others))
    nearness: NDArray[np.float32] = (one @ other.T) / (lengths[list(meanings)][:, None] * lengths[list(others)])
    return nearness


def average_meanings(meanings: Sequence[int], weights: Sequence[float]) -> bytes:
    """Return the mean of meanings by their weights, as one signed byte for each direction."""
    _, vectors, lengths = _load()
    chosen = list(meanings)
    mean = np.asarray(weights, np.float32) @ (vectors[chosen].astype(np.float32) / lengths[chosen][:, None])
    return bytes(np.round(mean / max(float(np.abs(mean).max()), 1e-9) * 127).astype(np.int8).tobytes())


@cache
def _load() -> tuple[Mapping[str, int], NDArray[np.int8], NDArray[np.float32]]:
    """Return the numbers of the stems, their vectors (`python -m benchmarks.make_word_vectors`), and how long these are."""
    data = files("ucap.schemas.vocabularies").joinpath("word_vectors.npz").read_bytes()
    with np.load(io.BytesIO(data)) as table:
        stems = table["stems"].tobytes().decode().split("\n")
        vectors = table["vectors"]
    lengths: NDArray[np.float32] = np.linalg.norm(vectors.astype(np.float32), axis=1)
    return {stem: number for number, stem in enumerate(stems)}, vectors, lengths
