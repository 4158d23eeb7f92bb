"""A row and a section in, how well they fit out: by the label, the values, and the rows above and below."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ucap.extractors.assign.evidence import Evidence, measure_values, read_unit_in_label
from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.form import PAIRED, Row
from ucap.extractors.labels import EXACT, KEYWORD, LabelMatch, match_label, normalise_label
from ucap.extractors.once import once
from ucap.extractors.text.words import stem_word
from ucap.schemas.forms import FormDescription, ValueKind
from ucap.schemas.records import SectionName

SURE: frozenset[ValueKind] = frozenset(
    {"cities", "divisions", "countries", "counts", "areas", "dates", "goals", "dated_items", "address", "listed"}
)
"""Kinds of values that cannot be mistaken."""
_TEXTS: frozenset[ValueKind] = frozenset({"prose", "items", "dated_items"})
_NEARLY_ALL = 0.9
"""Share of the texts of a row that stand below headings of other rows, from which on it has no other texts. Chosen."""
_NAMES: frozenset[ValueKind] = frozenset({"cities", "divisions", "countries"})


@dataclass(frozen=True)
class Candidate:
    """A row with a label, and what its values are."""

    row: Row
    beside: Evidence = field(default_factory=dict)
    """What the other rows of the form say of its values (`find_shared_headings`)."""

    @once
    def words(self) -> frozenset[str]:
        """The stems of the words of its label."""
        return frozenset(map(stem_word, normalise_label(self.row.label.chars).split()))

    @once
    def evidence(self) -> Evidence:
        """What its values are; of figures, a unit in the label says what they count."""
        cells = self.row.sides or self.row.cells
        return {**read_unit_in_label(self.row.label.chars, measure_values([cell.blocks for cell in cells])), **self.beside}

    @property
    def is_sided(self) -> bool:
        """Whether both sides have a value of their own."""
        return is_paired(self.row)


def is_paired(row: Row) -> bool:
    """Whether both sides of a row have a value of their own, which is no list of bullets in two columns."""
    cells = [cell for cell in row.sides or row.cells if cell.side and cell.blocks]
    return len(cells) > 1 and not all(block.level for cell in cells for block in cell.blocks)


def has_text_on_each_side(row: Row) -> bool:
    """Whether both sides of a row have sentences of their own, which are no column of dates or headings beside texts."""
    texts = [measure_values([cell.blocks]) for cell in row.sides if cell.blocks]
    return len(texts) > 1 and all(evidence.get("prose", 0.0) == 1 for evidence in texts)


def is_of_others(candidate: Candidate, form: FormDescription) -> bool:
    """Whether a row has an unknown label with words of rows that no section is for (`Budget`, `Seat of government`), and no
    address, which is the contact whatever it is called.
    """
    words = normalise_label(candidate.row.label.chars).split()  # whole words: an authority is no author
    is_other = not set(form.get("others", [])).isdisjoint(words)
    return is_other and candidate.row.section == "unknown" and "address" not in candidate.evidence


def score_label(candidate: Candidate, section: SectionName, form: FormDescription) -> float:
    """Return how well a row's label fits a section: 0 where nothing in it points there."""
    row = form["rows"].get(section)
    if row is None:
        return 0.0
    match = match_label(candidate.row.label.chars)
    by_reader = candidate.row.section == section
    label = normalise_label(candidate.row.label.chars)
    if label in _normalise_all(tuple(row.get("labels", []))):
        return ASSIGN.label
    if label in _normalise_all(tuple(row.get("shared", []))):
        return ASSIGN.shared
    if by_reader:
        return _score_similar(candidate, match)
    hits = len(candidate.words & _stem_all(tuple(row.get("hints", []))))
    return ASSIGN.hint + (hits - 1) * ASSIGN.further_hint if hits else 0.0


def _score_similar(candidate: Candidate, match: LabelMatch | None) -> float:
    """Return how well a label fits the section that its reader gave it, where it is no wording of that section."""
    if match and match.score < EXACT and not candidate.row.blocks():
        return ASSIGN.hint  # a line of a title may be similar to a label, too
    return ASSIGN.label if match is None or match.score > KEYWORD else ASSIGN.keywords


def _is_text(candidate: Candidate) -> bool:
    """Whether a row holds sentences or bullets, which several sections have."""
    strength = max((candidate.evidence.get(kind, 0.0) for kind in _TEXTS), default=0.0)
    return not candidate.is_sided and strength >= _NEARLY_ALL


@cache
def _stem_all(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem_word, words))


@cache
def _normalise_all(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normalise_label, labels))


def score_values(candidate: Candidate, section: SectionName, form: FormDescription) -> float:
    """Return how well a row's values fit a section: negative where they are of a kind that it does not have, 0 where they say
    nothing.
    """
    kinds = form["rows"].get(section, {}).get("values", [])
    evidence = candidate.evidence
    if not evidence or not kinds:
        return 0.0
    sure = max((evidence.get(kind, 0.0) for kind in kinds if kind in SURE), default=0.0)
    weak = max((evidence.get(kind, 0.0) for kind in kinds if kind not in SURE), default=0.0)
    headed = evidence.get("headed", 0.0) if "headed" in kinds else 0.0
    if candidate.is_sided and candidate.row.section == "unknown" and section not in PAIRED:
        weak = 0.0  # a value for each side, of a kind that any row may have
    foreign = max((strength for kind, strength in evidence.items() if _is_foreign(kind, section, kinds)), default=0.0)
    if foreign > max(sure, weak):
        return ASSIGN.other_value * foreign
    usual = 0.0 if kinds[0] in SURE else ASSIGN.usual_value * evidence.get(kinds[0], 0.0)
    return max(ASSIGN.sure_value * sure, ASSIGN.value * weak, ASSIGN.headed * headed) + usual


def _is_foreign(kind: ValueKind, section: SectionName, kinds: Sequence[ValueKind]) -> bool:
    """Whether values of a kind speak against a section that does not have it."""
    if kind in kinds:
        return False
    if kind in _NAMES or kind in ("prose", "dated_items", "items"):  # a theme may be called as a town is
        return section in PAIRED or (section == "period" and kind not in ("prose",))
    if kind in ("sentences", "headed"):
        return section == "themes"
    return kind in SURE or (kind == "figures" and section in ("city", "country", "province"))


def score_places(
    candidates: Sequence[Candidate], anchors: Sequence[SectionName | None], form: FormDescription
) -> list[dict[SectionName, float]]:
    """Return what the place of each row says for each section; `anchors` are the sections of the rows that are sure.

    Texts below the themes have the place of the only section of such texts that is left, wherever they stand, and the only
    other text has the place of the only section of texts.
    """
    order = {section: number for number, section in enumerate(form["order"])}
    taken = {anchor for anchor in anchors if anchor}
    texts = [
        s for s in form["order"] if s not in taken and not _TEXTS.isdisjoint(form["rows"].get(s, {}).get("values", [])[:1])
    ]
    waiting = [number for number, (anchor, c) in enumerate(zip(anchors, candidates, strict=True)) if not anchor and _is_text(c)]
    headed = [s for s in form["order"] if s not in taken and "headed" in form["rows"].get(s, {}).get("values", [])]
    found: list[dict[SectionName, float]] = []
    for number, anchor in enumerate(anchors):
        if anchor:
            found.append({})
            continue
        above = next((i for i in range(number - 1, -1, -1) if anchors[i]), -1)
        below = next((i for i in range(number + 1, len(anchors)) if anchors[i]), len(anchors))
        first = order.get(anchors[above], -1) if above >= 0 else -1  # type: ignore[arg-type]
        last = order.get(anchors[below], len(order)) if below < len(anchors) else len(order)  # type: ignore[arg-type]
        gap = [s for s in form["order"] if first < order[s] < last and s not in taken and s not in ("title", "contact")]
        run = below - above - 1
        scores: dict[SectionName, float] = dict.fromkeys(order, ASSIGN.out_of_place if first < last else 0.0)
        scores |= dict.fromkeys(gap, ASSIGN.near)
        if run == len(gap):
            scores[gap[number - above - 1]] = ASSIGN.place
        if not candidates[number].is_sided:
            scores |= {section: 0.0 for section in PAIRED if section in gap}
        if len(headed) == 1 and candidates[number].evidence.get("headed", 0.0) >= _NEARLY_ALL:
            scores[headed[0]] = ASSIGN.place
        if len(texts) == len(waiting) == 1 and waiting[0] == number:
            scores[texts[0]] = ASSIGN.place
        found.append(scores)
    return found
