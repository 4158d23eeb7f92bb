"""Write one document of the corpus: ``python -m corpus.make --seed 17 --shape typst-shading OUT [--gold]``."""

import argparse
from pathlib import Path
from pprint import pprint

from corpus.render import make_document
from corpus.style import SHAPES


def main() -> None:
    """Write the document into the folder OUT, or to OUT itself where that has an ending."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--shape", choices=SHAPES, required=True)
    parser.add_argument("--wrapped", action="store_true", help="labels of several words in a narrow column")
    parser.add_argument("--gold", action="store_true", help="print what must be read, and how it is printed")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    summary, style, data = make_document(arguments.seed, arguments.shape, wrapped=arguments.wrapped)
    target: Path = arguments.out
    if not target.suffix:
        target.mkdir(parents=True, exist_ok=True)
        target /= f"{arguments.seed:05d}-{arguments.shape}.{'txt' if style.is_text else 'pdf'}"
    target.write_bytes(data)
    print(target)
    if arguments.gold:
        pprint(style, width=140)
        pprint(summary.gold, width=140)


if __name__ == "__main__":
    main()
