"""How far a name continues behind its head noun: a complement (*of Science and Technology*), a place, an edition."""

import re

from ucap.extractors.entities.heads import FoundHead, find_head, has_edition
from ucap.extractors.entities.persons import find_person_end, stands_behind_body
from ucap.extractors.entities.runs import skip_capitals
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.vocabulary import PLACES
from ucap.extractors.entities.word_kinds import is_telling

_TOPIC_LIST = re.compile(r"(?:[A-Z][\w-]*(?:\s[A-Z][\w-]*)*,\s)*[A-Z][\w-]*(?:\s[A-Z][\w-]*)*,?\s(?:and|&)\s[A-Z]")


def find_complement_end(sentence: Sentence, end: int) -> int:
    """Return where a complement after a head ends ("... of Science and Technology"), or `end`; the head ends before `end`."""
    words = sentence.words
    if end + 1 >= len(sentence) or not (sentence.follows(end) and sentence.follows(end + 1)):
        return end
    joiner, head = sentence.printed[end], sentence.lower[end - 1]
    if joiner not in words.complement_joiners and joiner not in words.posted_joiners:
        return end
    heads = words.complement_heads if joiner in words.complement_joiners else words.posted_heads
    if joiner == "to" and head not in words.outposts and sentence.is_place(end + 1) and not _has_complement(sentence, end):
        return end  # "led a team from the Commission to China"
    if joiner == "in" and head in words.seated_heads and _is_of_people(sentence, end - 1):
        heads = words.complement_heads  # "Czech Technical University in Prague"
    elif joiner == "in" and head not in words.outposts and _is_held_in(sentence, end):
        return end  # "Conference in Zhenjiang"
    if head not in heads or begins_own_name(sentence, end + 1) or _is_owned_by_body(sentence, end):
        return end
    last = _find_capitals_end(sentence, end + 1, end)
    posted = last > end and head in words.posted_heads and last + 1 < len(sentence)
    if posted and sentence.printed[last] in words.seat_prepositions and sentence.follows(last) and sentence.follows(last + 1):
        # "German Chamber of Commerce in China"
        match = sentence.known_at(last + 1)
        # A consulate of a country is named by its city, too; "Chamber of Commerce in Graz" is where it is.
        seated = match and (match.known.label in ("COUNTRY", "REGION") or sentence.is_place(last - 1))
        seated = seated and (sentence.printed[last] != "to" or head in words.missions)  # a delegation of a chamber *to China*
        last = match.last if match and seated and match.known.label in PLACES else last
    return _find_campus_end(sentence, last) if last > end and head in words.seated_heads else last


def _find_campus_end(sentence: Sentence, last: int) -> int:
    """Return where the place ends at which a university of several is: University of Texas *at Austin*; `last` for none."""
    match = sentence.known_at(last + 1)
    at = sentence.follows(last) and sentence.printed[last] == "at" and sentence.follows(last + 1)
    return match.last if at and match and match.known.label in PLACES else last


def find_trailing_end(sentence: Sentence, end: int, last: int, head: FoundHead) -> int:
    """Return where a name ends that continues behind its head: a place (Science Park Graz), an edition (Expo 2021)."""
    at = end
    paired = head.label == "EVENT" and at + 1 < len(sentence) and sentence.printed[at] in sentence.words.english_joiners
    if paired and sentence.follows(at) and sentence.follows(at + 1) and sentence.is_capital(at + 1):
        other = find_head(sentence, at + 1, at + 2)
        at += 2 * (other is not None and other.label == "EVENT")  # "Renewable Energy Conference & Exhibition"
    if head.label in ("EVENT", "PROGRAMME") and has_edition(sentence, at):
        return at + 1
    while at < last and sentence.follows(at) and (match := sentence.known_at(at)) and match.known.label in PLACES:
        at = match.last
    return at


def _is_owned_by_body(sentence: Sentence, end: int) -> bool:
    """Whether a body's name stands behind the one of a facility and "of": Lee Road Plant of *Irish Water*."""
    head = find_head(sentence, max(end - 3, 0), end)
    if head is None or head.label != "FACILITY" or sentence.printed[end] != "of" or end - head.size < 1:
        return False
    before = end - head.size - 1
    named = sentence.is_capital(before) and sentence.follows(end - head.size)
    last = skip_capitals(sentence, end + 2)
    owner = find_head(sentence, end + 1, last) if sentence.is_capital(end + 1) else None
    return named and owner is not None and owner.label == "ORG" and last - end - 1 > owner.size


def begins_own_name(sentence: Sentence, at: int) -> bool:
    """Whether a known name that is no place stands behind a joiner, or a head with a complement of its own.

    "the Secretariat of *Interreg Danube*", "the Board of the *Union of Baltic Cities*": that is the name.
    """
    at += sentence.printed[at] == "the" and sentence.follows(at + 1)
    known = sentence.known_at(at)
    if known is not None and known.first == at and known.known.label not in PLACES:
        return True
    last = skip_capitals(sentence, at + 1)
    head = find_head(sentence, at, last)
    return head is not None and head.strong and head.label == "ORG" and find_complement_end(sentence, last) > last


def _is_held_in(sentence: Sentence, end: int) -> bool:
    """Whether what stands behind a head and "in" is no part of its name: all that an event is held in, a city of others."""
    head = find_head(sentence, end - 1, end)
    return sentence.is_label(end + 1, "CITY") or (head is not None and head.label == "EVENT")


def _has_complement(sentence: Sentence, end: int) -> bool:
    """Whether a capitalised word stands before the head that ends before `end`, so that it is a name with its own purpose."""
    return end > 1 and sentence.is_capital(end - 2) and sentence.follows(end - 1)


def _is_of_people(sentence: Sentence, last: int) -> bool:
    """Whether a people's adjective stands among the capitalised words that end before `last`: *Slovak* Technical ..."""
    first = last
    while first > 0 and sentence.is_capital(first - 1) and sentence.follows(first):
        first -= 1
    return any(sentence.lower[i] in sentence.words.nationalities for i in range(first, last))


def _find_capitals_end(sentence: Sentence, at: int, end: int) -> int:
    """Return where the capitalised words of a complement end that may begin at `at`, or `end` where they are not one."""
    if sentence.printed[at] == "the" and sentence.follows(at + 1):
        at += 1
    if not sentence.is_capital(at):
        return end
    if sentence.lower[at] in sentence.words.nationalities and not sentence.is_capital(at + 1):
        return end
    if sentence.lower[at] in sentence.words.calendar:  # "... Commission on Monday"
        return end
    last, words = at + 1, sentence.words
    while last < len(sentence):
        chained = sentence.printed[last] == "of" and sentence.is_capital(last + 1) and sentence.follows(last + 1)
        if sentence.printed[last] in words.offices and sentence.follows(last):
            break  # "Port of Hamburg Marketing Chairman"
        named = sentence.is_place(last - 1) or sentence.tokens[last - 1].is_abbreviation or stands_behind_body(sentence, last)
        if named and sentence.follows(last) and find_person_end(sentence, last) > last + 1:
            break  # "President of the Province of Trento Jan Novak", "Chairman of the Committee of NDRC LIN Dajun"
        if sentence.follows(last) and (sentence.is_capital(last) or chained):
            last += 1
        elif (state := _find_state_end(sentence, last)) > last:
            last = state
        elif (listed := _find_topic_end(sentence, last)) > last:
            last = listed
        else:
            break
    return last


def _find_state_end(sentence: Sentence, last: int) -> int:
    """Return where a state ends that a body belongs to: Ministry of Transport *of the Republic of Latvia*; `last` for none."""
    if last + 2 >= len(sentence) or sentence.printed[last] != "of" or sentence.printed[last + 1] != "the":
        return last
    state = sentence.known_at(last + 2)
    named = state is not None and state.known.label == "COUNTRY" and state.first == last + 2
    return state.last if state and named and all(sentence.follows(i) for i in range(last, last + 3)) else last


def _find_topic_end(sentence: Sentence, last: int) -> int:
    """Return where a list of topics continues to: ", Urban-Rural Development", "and Technology"; `last` where it does not."""
    gap, lower, words = sentence.gap_before(last), sentence.lower, sentence.words
    paired = gap.isspace() and last + 1 < len(sentence) and sentence.printed[last] == "&"
    if sentence.is_place(last - 1) or (is_telling(sentence, last - 1) and not paired):
        return last
    if gap.isspace() and sentence.printed[last] in words.english_joiners and sentence.is_capital(last + 1):
        right = last + 1
    elif re.fullmatch(r",\s", gap) and sentence.is_capital(last) and _ends_with_and(sentence, last):
        right = last
    else:
        return last
    if sentence.printed[right] in words.offices:
        return last  # "President of the Council of Graz and Mayor of Linz"
    run_end = skip_capitals(sentence, right + 1)
    # "Bureau of Commerce and Hefei University": a name of its own follows.
    own_name = any(sentence.known_at(i) or (not paired and is_telling(sentence, i)) for i in range(right, run_end))
    # "Foundation for Research and Technology Hellas": first the topics continue.
    own_name = own_name and not (lower[last - 1] in words.topics and lower[right] in words.topics)
    opening = find_head(sentence, right, right + 1)
    # "School of Technology and University College Cork"
    own_name = own_name or (opening is not None and opening.strong and run_end > right + 1)
    head = find_head(sentence, right, run_end)
    headed = head is not None and head.strong and lower[run_end - 1] not in words.topics | words.company_forms
    return last if own_name or headed else run_end


def _ends_with_and(sentence: Sentence, first: int) -> bool:
    """Whether a comma list of capitalised topics comes to its "and" before the clause ends."""
    clause = _TOPIC_LIST.match(sentence.text, sentence.tokens[first].start)
    return clause is not None and sentence.lower[first] in sentence.words.topics
