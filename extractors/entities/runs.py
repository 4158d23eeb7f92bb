"""Runs: capitalised words that belong together, with the small words that join them within names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ucap.extractors.entities.heads import FoundHead, find_head
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.word_kinds import is_compound_adjective, is_day, is_kind_in_capitals, is_own_word, is_telling
from ucap.extractors.text.words import is_rare

_REMEMBERED = 16
"""Sentences whose runs are kept: three finders ask for those of the same one. Chosen."""
_YEAR = re.compile(r"20\d\d")
_COMMA = re.compile(r"\.?,\s?|\.\s")
_OWNERS = re.compile(r"['’]\s")
_GENITIVE = re.compile(r"['’]")
_DIGITS_OF_DAY = 2
_ELIDED = re.compile(r"(?:d|l|dell|all)['’][^\W\d_]+$")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")


@lru_cache(_REMEMBERED)
def find_runs(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Return the longest runs of capitalised words as ranges of tokens, joined as names join them."""
    return tuple(_iterate_runs(sentence))


def _iterate_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(sentence):
        if not sentence.is_capital(first) or _stands_between(sentence, first):
            first += 1
            continue
        last = first + 1
        while (extended := _extend_run(sentence, first, last)) > last:
            last = extended
        yield first, last
        first = last


def _stands_between(sentence: Sentence, i: int) -> bool:
    """Whether a word with a capital is part of no name: the verb of a headline, Graz-*based*, a day, an *NGO*."""
    verb = i > 0 and _is_headline_verb(sentence, i)
    return verb or is_kind_in_capitals(sentence, i) or is_compound_adjective(sentence, i) or is_day(sentence, i)


def skip_capitals(sentence: Sentence, last: int) -> int:
    """Return the end of the capitalised words that follow from the token `last` on with blanks only between them."""
    while sentence.follows(last) and sentence.is_capital(last):
        last += 1
    return last


def skip_joiners(sentence: Sentence, at: int) -> int:
    """Return the token behind the small words of other languages' names (*de la*) that stand at a token."""
    while sentence.follows(at) and sentence.printed[at] in sentence.words.foreign_joiners:
        at += 1
    return at


def _extend_run(sentence: Sentence, first: int, last: int) -> int:
    """Return where the run [first, last) may continue to, or `last`."""
    if last >= len(sentence):
        return last
    if not sentence.follows(last):
        pair = _is_dashed_pair(sentence, last) or _is_owner(sentence, last)
        return last + 2 * pair + (not pair and _joins_across_sign(sentence, first, last))
    if sentence.is_capital(last) or sentence.lower[last] in sentence.words.legal_forms:
        return last if _stands_between(sentence, last) else last + 1
    if _lists_places(sentence, last):
        return last
    ahead = skip_joiners(sentence, last)
    headed = sentence.printed[last - 1] in sentence.words.leading_heads
    ahead = _skip_small_words(sentence, last, ahead) if headed else ahead
    if ahead > last and sentence.follows(ahead) and sentence.is_capital(ahead):
        return ahead + 1
    last = (_find_small_complement_end(sentence, last) or _find_day_end(sentence, last)) if headed else last
    return last + 2 if _joins_next(sentence, first, last) else last


def _joins_across_sign(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name continues behind a sign: Haidong Pumps Co.*,* Ltd., Growers*'* Association, a list of foreign topics."""
    gap, words = sentence.gap_before(last), sentence.words
    if sentence.lower[last].rstrip(".") in words.company_endings:
        return _COMMA.fullmatch(gap) is not None
    if not sentence.is_capital(last) or sentence.known_at(last - 1):
        return False
    if _OWNERS.fullmatch(gap):
        return sentence.printed[last - 1].endswith("s") and _leads_to_head(sentence, last)
    opening = first + (sentence.lower[first] == "the")  # "The Behörde für Umwelt, Klima und Energie"
    return gap == ", " and sentence.printed[opening] in words.leading_heads and _ends_with_foreign_and(sentence, last)


def _is_owner(sentence: Sentence, i: int) -> bool:
    """Whether a genitive's ending stands at a token within a name that has a head: Marshal*'s* Office, King John*'s* Castle."""
    owner = sentence.printed[i] == "s" and _GENITIVE.fullmatch(sentence.gap_before(i)) and not sentence.known_at(i - 1)
    body = find_head(sentence, i - 1, i)
    # "NTNU's Energy Institute", "Oslo Agency's Bureau": who owns it is a body of its own.
    # "the City's Tree Board" says whose it is.
    owner = owner and sentence.lower[i - 1] not in sentence.words.place_kinds
    owner = (
        owner and not sentence.tokens[i - 1].is_abbreviation and not (body is not None and body.strong and body.label == "ORG")
    )
    return (
        bool(owner) and sentence.follows(i + 1) and sentence.is_capital(i + 1) and _leads_to_head(sentence, i + 1, owned=True)
    )


def _leads_to_head(sentence: Sentence, first: int, *, owned: bool = False) -> bool:
    """Whether the capitalised words from a token on are a head noun, or few of them end in one.

    What an unknown name owns is a body by itself where it has a name: Whitchurch's *Town Twinning Association*.
    """
    last = skip_capitals(sentence, first + 1)
    head = find_head(sentence, first, last)
    if owned and head is not None and head.label == "ORG" and last - first > head.size:
        return not is_own_word(sentence, first - 2)
    return head is not None and (head.strong or last - first == head.size)


def _ends_with_foreign_and(sentence: Sentence, i: int) -> bool:
    """Whether topics of a foreign body continue up to another language's "and": Agência de Água*, Energia e* Solo."""
    if sentence.printed[i] in sentence.words.leading_heads or sentence.known_at(i):
        return False
    while sentence.is_capital(i) and not sentence.known_at(i):
        i += 1
        if i < len(sentence) and sentence.printed[i] in sentence.words.foreign_ands:
            return sentence.follows(i) and sentence.follows(i + 1) and sentence.is_capital(i + 1)
        if i >= len(sentence) or not (sentence.follows(i) or sentence.gap_before(i) == ", "):
            return False
        i = skip_joiners(sentence, i)
    return False


def _is_headline_verb(sentence: Sentence, i: int) -> bool:
    """Whether a word with a capital is the verb of a headline behind who does it: Chennai *Joins* the Network."""
    verb = sentence.lower[i] in sentence.words.headline_verbs
    return verb and (sentence.is_place(i - 1) or is_telling(sentence, i - 1))


def _lists_places(sentence: Sentence, joiner: int) -> bool:
    """Whether a word is another language's "and" between two places: Barranquilla *e* Soledad."""
    if sentence.printed[joiner] not in sentence.words.foreign_ands or not sentence.follows(joiner + 1):
        return False
    if sentence.known_at(joiner) is not None:
        return False  # "Castilla y León" is one region
    return sentence.is_place(joiner - 1) and sentence.is_place(joiner + 1)


def _skip_small_words(sentence: Sentence, last: int, ahead: int) -> int:
    """Return where a small word ends between the joiners after a foreign head: Société de *transport de* Montréal.

    So does an adjective behind it: Commune *urbaine de* Marrakech.
    """
    if ahead == last and _is_foreign_adjective(sentence, last):
        beyond = skip_joiners(sentence, last + 1)
        return beyond if beyond > last + 1 else ahead
    small = ahead > last and ahead + 1 < len(sentence)
    if not small or not sentence.printed[ahead].islower() or not sentence.follows(ahead):
        return ahead
    beyond = skip_joiners(sentence, ahead + 1)
    return beyond if beyond > ahead + 1 else ahead


def _is_foreign_adjective(sentence: Sentence, i: int) -> bool:
    """Whether a small word behind another language's head is none of English: Commune *urbaine*."""
    word = sentence.printed[i]
    small = sentence.follows(i) and word.islower() and word.isalpha() and word not in sentence.words.following
    return small and not sentence.context.is_word(word)


def _find_small_complement_end(sentence: Sentence, last: int) -> int:
    """Return where a foreign head's complement of one small word ends, or 0: Palais *des congrès*, Pôle *de compétitivité*."""
    at = last
    while sentence.follows(at) and sentence.printed[at] in sentence.words.genitive_joiners:
        at += 1
    word = sentence.printed[at] if sentence.follows(at) else ""
    elided = _ELIDED.match(word) is not None
    ends = (at > last or elided) and word.islower() and (elided or word.isalpha())
    return at + 1 if ends and word not in sentence.words.foreign_joiners else 0


def _find_day_end(sentence: Sentence, last: int) -> int:
    """Return where the day ends that a street of another language is called after: Avenida *9 de Julio*; `last` for none."""
    numbered = sentence.follows(last) and sentence.printed[last].isdigit() and len(sentence.printed[last]) <= _DIGITS_OF_DAY
    joined = numbered and sentence.follows(last + 1) and sentence.printed[last + 1] in sentence.words.genitive_joiners
    return last + 3 if joined and sentence.follows(last + 2) and sentence.is_capital(last + 2) else last


def _joins_next(sentence: Sentence, first: int, joiner: int) -> bool:
    """Whether a small word or a number stands within a name that continues with a capital."""
    after = joiner + 1
    if not sentence.follows(after) or not sentence.is_capital(after):
        return False
    word, words = sentence.printed[joiner], sentence.words
    if word == "of":
        return sentence.lower[joiner - 1] in words.things_of  # "World Internet of Things Exposition"
    if word == "in" and joiner > 1 and sentence.printed[joiner - 1] in words.agencies_in:
        return sentence.is_place(after)  # "Invest in Bavaria", where no sentence begins
    if _YEAR.fullmatch(word) and sentence.lower[joiner - 1] not in words.calendar:
        return find_head(sentence, after, after + 1) is not None  # "Plovdiv 2019 Foundation"
    # "Guangdong 21st Century Maritime Silk Road Expo"
    ordinal = _ORDINAL.fullmatch(word) is not None
    return ordinal or (word in words.english_joiners and joins_topics(sentence, first, joiner))


def _is_dashed_pair(sentence: Sentence, second: int) -> bool:
    """Whether a dash stands between two places and a name continues: "Andalusia – China Business Conference"."""
    dashed = re.fullmatch(r"\s*[–—-]\s*", sentence.gap_before(second)) is not None
    continues = sentence.follows(second + 1) and sentence.is_capital(second + 1)
    return dashed and continues and sentence.is_place(second - 1) and sentence.is_place(second)


def joins_topics(sentence: Sentence, first: int, joiner: int) -> bool:
    """Whether "and" joins two topics of one body: Development *and* Reform Commission."""
    words, before, after = sentence.words, joiner - 1, joiner + 1
    tiers = sentence.printed[before] in words.tiers and sentence.printed[after] in words.tiers
    if tiers and joiner - first > 1:
        return True  # "Limerick City and County Council"
    if _joins_company(sentence, first, joiner) or _joins_up_to_head(sentence, first, joiner):
        return True
    left, right = sentence.lower[before], sentence.lower[after]
    if left not in words.topics:
        return False
    if sentence.is_place(before) or sentence.is_place(after) or find_head(sentence, first, joiner):
        return right in words.topics
    if right in words.topics:
        return True
    # "School of Technology and University of Graz": a name of its own follows.
    own_name = any(
        sentence.is_place(i) or is_telling(sentence, i) for i in range(after + 1, skip_capitals(sentence, after + 1))
    )
    return (right,) in words.heads.values and not own_name


def _joins_company(sentence: Sentence, first: int, joiner: int) -> bool:
    """Whether "&" stands before what a company's name ends in: SIASUN Robot *&* Automation."""
    if sentence.printed[joiner] != "&":
        return False
    if sentence.printed[joiner + 1].removesuffix(".") in sentence.words.company_partners:
        return True  # "Haidong GmbH & Co. KG"
    if all(is_own_word(sentence, i) or is_rare(sentence.lower[i]) for i in (joiner - 1, joiner + 1)):
        return True  # "Novak & Berg", two founders
    if _joins_words(sentence, first, joiner):
        return True
    head = find_head(sentence, joiner + 1, joiner + 2)
    ends = not sentence.follows(joiner + 2) or not sentence.is_capital(joiner + 2)
    company = head is not None and head.label == "ORG" and not head.strong and ends
    return company and any(is_telling(sentence, i) for i in range(first, joiner - 1))


def _joins_words(sentence: Sentence, first: int, joiner: int) -> bool:
    """Whether "&" stands within a name of its own before words that begin no other: Tarvo Bus *& Coach*."""
    last = skip_capitals(sentence, joiner + 2)
    own = any(
        is_own_word(sentence, i) or is_rare(sentence.lower[i]) or sentence.is_label(i, "ORG") for i in range(first, joiner)
    )
    other = any(sentence.known_at(i) or is_telling(sentence, i) for i in range(joiner + 1, last))
    return own and joiner - first > 1 and not other and sentence.known_at(joiner - 1) is None


def _joins_up_to_head(sentence: Sentence, first: int, joiner: int) -> bool:
    """Whether words on both sides lead to one head: Taiyuan Housing *and* Real Estate Administration."""
    last = skip_capitals(sentence, joiner + 2)
    head = find_head(sentence, joiner + 1, last)
    if head is None or head.size >= last - joiner - 1:
        return False
    if head.label == "ORG" and _pairs_words(sentence, first, joiner, head):
        return True
    edition = joiner > 1 and _ORDINAL.fullmatch(sentence.printed[joiner - 2]) is not None and sentence.follows(joiner - 1)
    if not head.strong or (joiner - first < 2 and not edition):
        return False
    if sentence.is_place(joiner - 1) or find_head(sentence, first, joiner) is not None:
        return False
    if any(sentence.is_place(i) or is_telling(sentence, i) for i in range(joiner + 1, last)):
        return False
    topical = sentence.lower[joiner - 1] in sentence.words.topics
    return (head.label == "ORG" and topical) or (head.label == "EVENT" and (edition or sentence.is_place(first)))


def _pairs_words(sentence: Sentence, first: int, joiner: int, head: FoundHead) -> bool:
    """Whether the words beside "and" belong together whatever they are."""
    if head.strong and sentence.is_place(joiner - 1) and sentence.printed[joiner + 1] in sentence.words.surroundings:
        return True  # "Toronto and Region Conservation Authority"
    if head.strong and sentence.printed[joiner] == "&" and find_head(sentence, first, joiner) is None:
        return True  # "Leeds & Bradford Association"
    # "Poznań Supercomputing and Networking Center"
    gerunds = all(sentence.lower[i].endswith("ing") for i in (joiner - 1, joiner + 1))
    return gerunds and joiner - first > 1 and sentence.is_place(first)
