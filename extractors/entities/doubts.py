"""What is doubtful about the names of a sentence: where one may be longer, and words that look like a name and are none."""

import re
from collections.abc import Sequence, Set
from typing import Final

from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.word_kinds import is_own_word, is_plain_abbreviation
from ucap.extractors.text.words import is_rare

Range = tuple[int, int]
"""Characters of a sentence [start, end)."""

_NUMBER: Final = re.compile(r"\d{1,4}|[IVX]+|[A-Z]")
"""What tells one of several behind a name: Comuna *13*, Visión *2040*, Hall *B*."""
_AMOUNT: Final = re.compile(r"\s?%|[.,]\d")
"""What continues a number that counts: *2*.5 million, *40* %."""


def find_cut_names(sentence: Sentence, names: Sequence[Range]) -> set[Range]:
    """Return the names that words of no name may continue: *East* Cesar Chavez, Comuna *13*.

    `names` are all those of the sentence.
    """
    tokens = {name: _list_tokens(sentence, name) for name in names}
    covered = {i for inside in tokens.values() for i in inside}
    return {name for name, inside in tokens.items() if inside and _is_cut(sentence, inside, covered)}


def find_left_out(sentence: Sentence, names: Sequence[Range], refused: Sequence[Range]) -> list[Range]:
    """Return the words within a sentence that look like a name and are part of none.

    `refused` are the unknown words that the language model took for nothing. Words of topics and offices are no names, and
    what begins a sentence has its capital by that.
    """
    covered = {i for name in (*names, *sentence.titles, *sentence.tools) for i in _list_tokens(sentence, name)}
    unknown = [inside for span in refused if not covered.intersection(inside := _list_tokens(sentence, span))]
    covered.update(i for inside in unknown for i in inside)
    capitals = sum(capital and i not in covered for i, capital in enumerate(sentence.capitals))
    # To find the runs costs as much as the rest; most sentences have no two capitals left.
    runs = [range(first, last) for first, last in (find_runs(sentence) if capitals > 1 else ()) if last - first > 1]
    found = [run for run in runs if not covered.intersection(run) and _has_telling_word(sentence, run)]
    found = [run for run in found if _stands_within(sentence, run[0])]
    found += [inside for inside in unknown if inside and (_stands_within(sentence, inside[0]) or _is_strange(sentence, inside))]
    return sorted((sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end) for inside in found)


def _list_tokens(sentence: Sentence, span: Range) -> range:
    """Return the tokens that share a character with a range."""
    return range(sentence.find_token(span[0]), sentence.find_token(span[1] - 1, at_end=True))


def _is_cut(sentence: Sentence, inside: range, covered: Set[int]) -> bool:
    first, last = inside[0], inside[-1] + 1
    if _is_joined(sentence, first, last, covered):
        return True
    before = first > 0 and sentence.follows(first) and _may_belong(sentence, first - 1, covered)
    if before and ((first > 1 and sentence.follows(first - 1)) or is_own_word(sentence, first - 1)):
        return True  # what begins a sentence has its capital by that
    if not sentence.follows(last):
        return False
    if last not in covered and _NUMBER.fullmatch(sentence.printed[last]) and not _AMOUNT.match(sentence.text_after(last + 1)):
        return True
    if _may_belong(sentence, last, covered):
        return True
    joined = sentence.printed[last] in sentence.words.complement_joiners and sentence.follows(last + 1)
    return joined and _may_belong(sentence, last + 1, covered)


def _is_joined(sentence: Sentence, first: int, last: int, covered: Set[int]) -> bool:
    """Whether a sign or a small word of another language joins a name to words of none: *Port autonome de* Lyon, *BIP/*ZIP."""
    heads, before = sentence.words.heads.values, first - 1
    if before >= 0 and before not in covered:
        joiner = sentence.printed[before] in sentence.words.foreign_joiners and sentence.follows(before)
        blend = sentence.follows(first) and any(map(str.isupper, sentence.printed[before][1:]))
        headed = sentence.follows(first) and sentence.is_capital(before) and (sentence.lower[before],) in heads
        usual = is_plain_abbreviation(sentence, sentence.printed[before])
        if (joiner and sentence.follows(first)) or ((blend or headed) and not usual):
            return True
        if sentence.gap_before(first) == "/" and sentence.is_capital(before):
            return True
    if last >= len(sentence) or last in covered:
        return False
    bracketed = sentence.gap_before(last) == " (" and (sentence.lower[last],) in heads and sentence.is_capital(last)
    return bracketed or (sentence.gap_before(last) == "/" and sentence.is_capital(last))


def _stands_within(sentence: Sentence, i: int) -> bool:
    """Whether a word in small letters or a comma stands before a word, so that its capital says something."""
    return i > 0 and (sentence.printed[i - 1].islower() or "," in sentence.gap_before(i)) and sentence.gap_before(i) != ". "


def _is_strange(sentence: Sentence, inside: range) -> bool:
    """Whether a sentence, and no heading, begins with a word that hardly any text has: *Pampulha* was shown."""
    heading = sentence.text_after(inside[-1] + 1).lstrip().startswith(":")
    return not heading and any(is_rare(sentence.lower[i]) for i in inside if is_own_word(sentence, i))


def _has_telling_word(sentence: Sentence, run: range) -> bool:
    """Whether one of the capitalised words is none of topics, and none an office."""
    words = sentence.words
    office = any(sentence.printed[i] in words.offices or sentence.printed[i] in words.title_parts for i in run)
    return not office and any(sentence.is_capital(i) and not _is_usual(sentence, i) for i in run)


def _may_belong(sentence: Sentence, i: int, covered: Set[int]) -> bool:
    """Whether a word is capitalised, part of no name, and none of those that stand beside names."""
    return sentence.is_capital(i) and i not in covered and not _is_usual(sentence, i)


def _is_usual(sentence: Sentence, i: int) -> bool:
    """Whether a word stands beside names and in headings: a topic, a people, an office, an abbreviation of a thing."""
    lower, printed, words = sentence.lower[i], sentence.printed[i], sentence.words
    listed = lower in words.generic or lower in words.topics or lower in words.starters or lower in words.nationalities
    office = printed in words.offices or printed in words.titles or printed in words.title_parts
    return listed or office or lower in words.calendar or is_plain_abbreviation(sentence, printed)
