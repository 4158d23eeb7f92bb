"""Draw docs/house.svg from the imports: each package with its rooms, upper floors above; `make house` writes it.

An arrow goes from a package to one that it imports. It is drawn because a file imports it, not because it may: an import
upwards would be an arrow upwards. What a picture of this kind cannot show, tests/test_architecture.py checks.
"""

import sys
from dataclasses import dataclass
from html import escape

from tests.test_architecture import ALLOWED, FLOORS, MODULES, ROOT, find_imports

PICTURE = ROOT / "docs" / "house.svg"

WIDTH, MARGIN, GAP, LANE = 920, 20, 18, 16
ROOM_HEIGHT, PITCH, HEAD, FOOT = 20, 26, 34, 8
LETTER = 7.0
"""Units that a letter of a room's name takes at most, at 12 units of font size."""
HEADER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">
<title>The packages of ucap and their rooms: what is above imports what is below</title>
<style>
.package {{ fill: #f4f1ea; stroke: #55504a }}
.room {{ fill: #ffffff; stroke: #a8a196 }}
.name {{ font-weight: bold; font-size: 14px }}
.arrow {{ stroke: #1f5f8b; stroke-width: 1.5; fill: none; marker-end: url(#tip) }}
text {{ fill: #22201d }}
</style>
<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="6" refY="4" orient="auto"><path d="M0,0 L8,4 L0,8 z"
 fill="#1f5f8b"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
"""


@dataclass(frozen=True)
class Box:
    """A package's place in the picture, with its rooms, the top floor first."""

    name: str
    y: int
    floors: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> int:
        """Height of the frame."""
        return HEAD + PITCH * len(self.floors) + FOOT


def find_package_imports() -> list[tuple[str, str]]:
    """Return each pair of packages of which a file of the first imports the second."""
    pairs = {
        (path.relative_to(ROOT).parts[0], name.split(".")[1])
        for path in MODULES
        for name in find_imports(path)
        if name.startswith("ucap.")
    }
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def draw_house() -> str:
    """Return the picture as SVG; the same imports give the same text."""
    boxes, y = {}, MARGIN
    for name in sorted(ALLOWED, key=lambda package: (-len(ALLOWED[package]), package)):
        boxes[name] = Box(name, y, list_floors(name))
        y += boxes[name].height + GAP
    pairs = find_package_imports()
    right = WIDTH - MARGIN - LANE * (len(pairs) + 1)
    lines = [line for box in boxes.values() for line in draw_package(box, right)]
    # The shortest ways are the innermost, so that few arrows cross.
    pairs.sort(key=lambda pair: (boxes[pair[1]].y - boxes[pair[0]].y, pair))
    lines += [draw_arrow(boxes, pair, right, lane) for lane, pair in enumerate(pairs, 1)]
    return HEADER.format(width=WIDTH, height=y - GAP + MARGIN) + "\n".join([*lines, "</svg>", ""])


def list_floors(package: str) -> tuple[tuple[str, ...], ...]:
    """Return the rooms of a package, the top floor first; all on one floor where the package has no floors."""
    if package in FLOORS:
        return tuple(tuple(line.split()) for line in FLOORS[package].strip().splitlines())
    paths = (path.relative_to(ROOT / package) for path in MODULES if path.is_relative_to(ROOT / package))
    return (tuple(sorted({path.parts[0].removesuffix(".py") for path in paths} - {"__init__"})),)


def draw_package(box: Box, right: int) -> list[str]:
    """Draw a package's frame, which ends at `right`, and its rooms."""
    lines = [
        f'<rect class="package" x="{MARGIN}" y="{box.y}" width="{right - MARGIN}" height="{box.height}" rx="6"/>',
        f'<text class="name" x="{MARGIN + 12}" y="{box.y + 22}">{escape(box.name)}/</text>',
    ]
    for number, floor in enumerate(box.floors):
        y, x = box.y + HEAD + PITCH * number, MARGIN + 12.0
        for room in floor:
            width = LETTER * len(room) + 14
            lines.append(f'<rect class="room" x="{x:g}" y="{y}" width="{width:g}" height="{ROOM_HEIGHT}" rx="3"/>')
            lines.append(f'<text x="{x + width / 2:g}" y="{y + 14}" text-anchor="middle">{escape(room)}</text>')
            x += width + 8
    return lines


def draw_arrow(boxes: dict[str, Box], pair: tuple[str, str], right: int, lane: int) -> str:
    """Draw an arrow beside the frames, from one package to another that it imports, in a lane of its own."""
    importer, imported = (boxes[name] for name in pair)
    start = importer.y + importer.height - 6 - 5 * lane % importer.height
    end = imported.y + 8 + 5 * lane % (imported.height - 12)
    title = f"<title>{importer.name} imports {imported.name}</title>"
    return f'<path class="arrow" d="M{right},{start} H{right + LANE * lane} V{end} H{right + 1}">{title}</path>'


if __name__ == "__main__":
    PICTURE.write_text(draw_house(), encoding="utf-8")
    sys.stdout.write(f"wrote {PICTURE.relative_to(ROOT)}\n")
