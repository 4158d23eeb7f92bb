"""Names by the grammar of their words: a run of capitalised words is a name by the noun that tells its kind.

`Cork County Council` ends in it, `Ayuntamiento de Bilbao` begins with it, `Ministry of Commerce` has a complement, `Rome city
council` has it in small letters. Headings are capitalised too (`Smart City & Innovation`), so a name needs a word of its own: a
place, an acronym, a word that is not English. Runs without such a noun go to `unheaded`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ucap.extractors.entities.acronyms import find_bracketed
from ucap.extractors.entities.complements import begins_own_name, find_complement_end, find_trailing_end
from ucap.extractors.entities.cues import find_kind_before, find_kind_called
from ucap.extractors.entities.gazetteers import match_names
from ucap.extractors.entities.heads import (
    FoundHead,
    find_head,
    has_edition,
    is_described_city,
    is_english_head,
    is_proper,
)
from ucap.extractors.entities.known_names import find_programme_end
from ucap.extractors.entities.persons import (
    find_office_of_place,
    find_person_end,
    is_given_name,
    is_name_of_person,
    is_title_of_person,
    stands_behind_body,
)
from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.unheaded import find_unheaded_name
from ucap.extractors.entities.vocabulary import PLACES
from ucap.extractors.entities.word_kinds import is_called, is_compound_people, is_own_word, is_telling, opens_sentence
from ucap.schemas.records import EntityLabel

_EDITION_BEFORE = re.compile(r"\d{1,3}(?:st|nd|rd|th)|(?:19|20)\d\d")
_DEFINITE = frozenset({"the", "its", "their"})
_OWNERS = frozenset({"its", "their", "our", "his", "her"})
_NUMBER = re.compile(r"\d{1,3}")
_YEAR = re.compile(r"20\d\d")
_EXPLAINED_WORDS = 3
"""Words of a name whose first letters are the acronym behind it, so that it is one of whatever words. Chosen."""
_SENTENCE_OPENS = re.compile(r"[:.;–•]\s*$")


def find_headed_names(sentence: Sentence) -> list[NameSpan]:
    """Return the names in the runs of capitalised words of a sentence."""
    return [name for first, last in find_runs(sentence) for name in _find_in_run(sentence, first, last)]


def _find_in_run(sentence: Sentence, first: int, last: int) -> Iterator[NameSpan]:
    words = sentence.words
    first = _skip_starters(sentence, first, last)
    cut = _find_programme(sentence, first, last)
    if cut is not None:
        # "Málaga IUC project manager" names a city and a programme.
        if cut > first:
            yield from _find_in_run(sentence, first, cut)
        return
    title = next((i for i in range(first, last) if is_title_of_person(sentence, i, last)), None)
    last = _skip_titles_at_end(sentence, first, last)
    while last > first and sentence.printed[last - 1] in words.offices:
        last -= 1  # "NDRC Vice Chairman": an office is no part of a body's name
        while last > first and sentence.printed[last - 1] in words.title_parts:
            last -= 1
    seat = next((start for i in range(first + 1, last) if (start := _find_seat(sentence, i)) is not None), None)
    if seat is not None and title is None:
        # "Consul General to Chengdu Anna Berg": a place and a person.
        yield from _find_in_run(sentence, first, max(first, seat))
        return
    if title is not None:
        # "NDRC Vice Chairman HU Zucai": a body, an office and a person.
        office = title
        while office > first and sentence.printed[office - 1] in words.title_parts | words.titles:
            office -= 1
        yield from _find_in_run(sentence, first, office)
        yield from _find_in_run(sentence, title + 1, last)
        return
    if first >= last:
        return
    between = next((i for i in range(first + 1, last - 1) if _stands_between_bodies(sentence, first, i, last)), None)
    if between is not None:
        yield from _find_by_head(sentence, first, between)
        yield from _find_by_head(sentence, between + 1, last)
    elif _is_numbered_sight(sentence, last):
        yield sentence.make_span(first, last + 1, "FACILITY")
    elif label := _find_kind_with_number(sentence, first, last):
        yield sentence.make_span(first, last + 1, label)
    else:
        yield from _find_by_head(sentence, first, last)


def _find_by_head(sentence: Sentence, first: int, last: int) -> Iterator[NameSpan]:
    """Yield the names in a run without titles and offices, by the nouns that tell their kinds."""
    called: tuple[int, EntityLabel] | None = (first, "PROGRAMME") if _is_called_project(sentence, first, last) else None
    leading, head = called or _find_leading_head(sentence, first, last), _find_last_head(sentence, first, last)
    if leading is not None and not (head and find_complement_end(sentence, head[0]) > last):
        # "Ayuntamiento de X": the kind stands first and the name continues to the end of the run.
        dated = leading[1] in ("EVENT", "PROGRAMME") and has_edition(sentence, last)  # "Plan Estratégico 2030"
        yield sentence.make_span(leading[0], last + dated, leading[1])
        return
    lower = _find_lower_case_head(sentence, first, last)
    if lower is not None:
        yield sentence.make_span(first, last if _is_named_without_kind(sentence, last, *lower) else lower[0], lower[1])
    elif head is not None:
        yield from _find_with_head(sentence, first, last, *head)
    elif (name := find_unheaded_name(sentence, first, last)) is not None:
        kind = find_kind_called(sentence, first, last) if name.certain and name.label == "ORG" else None
        if kind in ("EVENT", "FACILITY", "PROGRAMME"):
            yield replace(name, label=kind, doubt=None)
            return
        kind = find_kind_before(sentence, first) if name.certain else None
        if kind == "FACILITY" and name.label == "ORG" and _is_behind_verb(sentence, first):
            yield replace(name, label="FACILITY")
        else:
            yield replace(name, label=kind) if kind in ("EVENT", "PROGRAMME") else name


def _skip_titles_at_end(sentence: Sentence, first: int, last: int) -> int:
    """Return where a name ends before the title of whom a comma names: "…, ICLEI *Secretary General*"."""
    words, at = sentence.words, last
    while at > first + 1 and (sentence.printed[at - 1] in words.title_parts or sentence.printed[at - 1] in words.titles):
        at -= 1
    titled = last - at > 1 and sentence.printed[at] in words.titles
    return at if titled and is_telling(sentence, at - 1) else last


def _is_numbered_sight(sentence: Sentence, last: int) -> bool:
    """Whether a number behind the kind of a sight within a sentence tells which one it is: *Pier 70*."""
    if last < 2 or not sentence.follows(last) or not sentence.follows(last - 1):
        return False
    return sentence.lower[last - 1] in sentence.words.numbered_sights and _NUMBER.fullmatch(sentence.printed[last]) is not None


def _find_kind_with_number(sentence: Sentence, first: int, last: int) -> EntityLabel | None:
    """Return what a kind of another language is before the number that tells which one: *Bairro* 6, *Visão* 2030."""
    label = sentence.words.leading_heads.get(sentence.printed[first]) if last - first == 1 else None
    if label is None or not sentence.follows(last) or sentence.is_place(first):
        return None
    number = {"FACILITY": _NUMBER, "PROGRAMME": _YEAR}.get(label)
    return label if number and number.fullmatch(sentence.printed[last]) else None


def _is_behind_verb(sentence: Sentence, first: int) -> bool:
    """Whether no preposition of place stands before a name and its article: they toured the *Haida Porto*."""
    words, before = sentence.words, first - 1 - (first > 1 and sentence.lower[first - 1] == "the")
    word = sentence.lower[before] if before >= 0 else ""
    return word not in words.place_prepositions and word not in words.direction_prepositions and word != "on"


def _is_called_project(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words that are no other name stand directly behind the kind of a project: the programme *Connecting Nature*."""
    before = sentence.printed[first - 1] if first > 0 and sentence.follows(first) else ""
    if before not in sentence.words.project_words or before.endswith("s") or last - first < 2:
        return False
    head = find_head(sentence, first, last)
    usual = sentence.words.offices | sentence.words.titles | sentence.words.title_parts
    named = any(sentence.known_at(i) or sentence.printed[i] in usual for i in range(first, last))
    return not named and (head is None or head.label != "ORG") and find_person_end(sentence, first) == first


def _is_project_of_words(sentence: Sentence, first: int, last: int) -> bool:
    """Whether capitalised words stand between "the" and the kind of a project: the *Energy Harbour* project."""
    article = first > 0 and sentence.lower[first - 1] in ("the", "s", "its", "their") and sentence.follows(first)
    usual = all(sentence.lower[i] in sentence.words.generic or sentence.is_place(i) for i in range(first, last))
    return article and last - first > 1 and not usual


def _is_named_without_kind(sentence: Sentence, last: int, end: int, label: EntityLabel) -> bool:
    """Whether the kind in small letters that ends before `end` is no part of the name before it: Yunnan *province*."""
    if label in ("REGION", "PROGRAMME"):
        return end == last + 1
    named = is_telling(sentence, last - 1) or (label == "FACILITY" and sentence.is_place(last - 1))
    named = named or (label == "FACILITY" and is_called(sentence, last - 1, last))
    return named and label != "ORG" and sentence.lower[end - 1] not in sentence.words.inseparable_kinds


def _find_seat(sentence: Sentence, i: int) -> int | None:
    """Return where the place begins that stands between an office and the person whose name begins at a token."""
    headed = sentence.printed[i - 1] in sentence.words.leading_heads  # "Universidad Alfonso X"
    if sentence.is_place(i - 1) and not headed and is_given_name(sentence, i) and find_person_end(sentence, i) > i + 1:
        return i  # "President of the Province of Trento Jan Novak"
    if stands_behind_body(sentence, i) and find_person_end(sentence, i) > i + 1:
        return i
    start = find_office_of_place(sentence, i)
    if start is None or find_person_end(sentence, i) == i:
        return None
    return start if sentence.known_at(start) else i


def _find_with_head(sentence: Sentence, first: int, last: int, end: int, head: FoundHead) -> Iterator[NameSpan]:
    """Yield the name in a run whose last head ends before `end`, and the names after it."""
    complement, modified = find_complement_end(sentence, end), end - head.size > first
    if head.label == "REGION" and modified and complement > end and sentence.is_label(complement - 1, "COUNTRY"):
        complement = end  # "the Zerkalia Oblast of Ukraine"
    if _is_plan_of_place(sentence, first, end, complement, head):
        yield sentence.make_span(first, end, "PROGRAMME")
        return
    doing = head.label in ("EVENT", "PROGRAMME") and end - 1 == first and opens_sentence(sentence, first)
    if complement > end and doing:
        # "Mission of Primorje County to ...": what is done is not a name, who does it is.
        yield from _find_in_run(sentence, end + 1, max(complement, last))
        return
    named = head.label == "EVENT" and has_edition(sentence, end) and (modified or _is_edition(sentence, first, end))
    if complement > end:
        named = _is_named_by_complement(sentence, first, end, complement, head)
        inner = find_head(sentence, end + 1, complement)
        # "Port of Gdańsk Authority" is the authority.
        head = inner if inner and (inner.strong or inner.label == "ORG") and sentence.is_place(end + 1) else head
        modified = end - head.size > first
    trailing = find_trailing_end(sentence, end, last, head)
    if complement == end and _is_part_of_body(sentence, first, end, head):
        return  # "the Executive Board of the Union of Cities"
    named = named or is_proper(sentence, first, end - head.size, head)
    named = named or (trailing > end and (modified or (head.strong and head.label == "FACILITY")))
    end = max(complement, trailing)
    if head.label == "ORG" and first > 0 and sentence.lower[first - 1] in _OWNERS and complement == end:
        named = named and any(is_telling(sentence, i) or sentence.is_place(i) for i in range(first, end))
    named = named or _is_explained(sentence, first, end, head) or _is_owned(sentence, first, end, head)
    named = (
        named
        or _is_public_event(sentence, first, end, head)
        or _is_the_only_one(sentence, first, end, head)
        or _is_street(sentence, first, end, head)
    )
    place = sentence.known_at(first)
    if place is not None and place.known.label in PLACES and (place.first, place.last) == (first, end):
        return  # "Port Moresby" and "Port of Spain" are cities
    joined = end + 1 < last and (sentence.printed[end] in sentence.words.foreign_ands or sentence.printed[end] == "&")
    if head.label == "ORG" and joined:
        end = last  # "Stockholm Vatten och Avfall", "Tarvo Bus & Coach"
    start = first
    owners = sentence.words.tiers | sentence.words.region_words
    if head.label == "ORG" and head.strong and first > 1 and sentence.printed[first - 2] in owners:
        # "City of Graz Fire Department", "West of England Authority"
        owned = sentence.printed[first - 1] == "of" and sentence.follows(first) and sentence.follows(first - 1)
        part = sentence.printed[first - 2] in sentence.words.region_words
        start = first - 2 if owned and (part or sentence.is_place(first)) else first
    if (
        head.label in ("EVENT", "FACILITY")
        and sentence.follows(first)
        and _EDITION_BEFORE.fullmatch(sentence.printed[first - 1])
    ):
        start = first - 1  # "20th EU-China Summit", "21st Century Museum"
        named = named or (head.label == "EVENT" and head.strong and complement > first + 1 and complement == end)
    label = "FACILITY" if _is_seen_centre(sentence, first, end, head) else head.label
    if label == "PROGRAMME" and find_kind_called(sentence, first, max(end, trailing)) == "ORG":
        label = "ORG"  # "the Haidong Partnership, a company of four towns"
    inside = label == "ORG" and sentence.lower[end - 1] in sentence.words.centres and _stands_inside(sentence, first)
    doubt: NameDoubt | None = "kind" if inside else None
    yield replace(sentence.make_span(start, end, label), certain=named, needs_model=not named, doubt=doubt)
    if named and end < last:
        yield from _find_in_run(sentence, end, last)


def _stands_between_bodies(sentence: Sentence, first: int, i: int, last: int) -> bool:
    """Whether "&" stands between two bodies: Porto Academy & Graz University, but not Graz Bus & Coach Company."""
    joins = sentence.printed[i] == "&"
    return joins and _is_body_alone(sentence, first, i) and _is_body_alone(sentence, i + 1, last)


def _is_body_alone(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words are a body's name by a strong head and a word of their own."""
    head = find_head(sentence, first, last)
    return head is not None and head.label == "ORG" and head.strong and is_proper(sentence, first, last - head.size, head)


def _is_plan_of_place(sentence: Sentence, first: int, end: int, complement: int, head: FoundHead) -> bool:
    """Whether a plan that is no usual one is named before "of" and its place: the *Lighthouse Plan* of Genoa."""
    if head.label != "PROGRAMME" or complement == end or not sentence.are_places(end + 1, complement):
        return False
    own = any(sentence.lower[i] not in sentence.words.generic for i in range(first, end - head.size))
    return own and not sentence.are_places(first, end - head.size)


def _is_owned(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether a body of ordinary words is that of an acronym: NTNU's *Energy Research Institute*."""
    owned = first > 1 and sentence.printed[first - 1] == "s" and sentence.tokens[first - 2].is_abbreviation
    return owned and head.label == "ORG" and head.strong and end - first > head.size


def _is_the_only_one(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether a sight of ordinary words is a name because a sentence speaks of the one: at the *National Museum*."""
    one = first > 0 and sentence.follows(first) and sentence.printed[first - 1] in _DEFINITE
    people = sentence.lower[first] in sentence.words.nationalities  # "the English Market"
    return one and head.label == "FACILITY" and end - first > max(head.size, 2 - (head.strong or people))


def _is_seen_centre(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether people saw a centre that no topic tells the work of: they toured the *Novak International Centre*."""
    words = sentence.words
    if head.label != "ORG" or head.size > 1 or sentence.lower[end - 1] not in words.centres:
        return False
    topics = words.topics - words.name_adjectives
    topical = any(sentence.lower[i] in topics for i in range(first, end - 1))
    return not topical and find_kind_before(sentence, first) in ("FACILITY", "SIGHT")


def _stands_inside(sentence: Sentence, first: int) -> bool:
    """Whether "in" or "at" stands before a name, as before a building: *in* the Tarvo Business Centre."""
    before = first - 1 - (first > 1 and sentence.lower[first - 1] == "the")
    return first > 0 and sentence.follows(first) and before >= 0 and sentence.lower[before] in ("in", "at")


def _is_public_event(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether "the" stands before words that are not all usual and a gathering in public: the *Peace Memorial Ceremony*."""
    one = first > 0 and sentence.lower[first - 1] == "the" and sentence.follows(first) and end - head.size - first > 1
    public = head.label == "EVENT" and sentence.lower[end - 1] in sentence.words.public_events
    return one and public and any(sentence.lower[i] not in sentence.words.generic for i in range(first, end - head.size))


def _is_street(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether a word that describes no street stands before one within a sentence: on *Market Street*."""
    words = sentence.words
    named = head.label == "FACILITY" and sentence.lower[end - 1] in words.street_heads and end - first > 1
    within = first == 0 or (sentence.follows(first) and sentence.printed[first - 1].islower())
    return named and within and sentence.lower[end - 2] not in words.city_adjectives


def _is_part_of_body(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether a head of ordinary words is a part of the body whose name follows: it has no name of its own."""
    if head.label != "ORG" or end + 1 >= len(sentence) or sentence.printed[end] != "of" or not sentence.follows(end + 1):
        return False
    own = any(is_telling(sentence, i) or sentence.known_at(i) for i in range(first, end))
    return not own and sentence.follows(end) and begins_own_name(sentence, end + 1)


def _is_named_by_complement(sentence: Sentence, first: int, end: int, complement: int, head: FoundHead) -> bool:
    """Whether what follows a head makes it a name: Ministry *of Commerce*, Port *of Porto*."""
    if any(is_compound_people(sentence, i) for i in range(first, end)):
        return True
    if end - head.size == first and all(
        sentence.printed[i].removesuffix("s") in sentence.words.offices for i in range(end + 1, complement)
    ):
        return False  # "Board of Directors"
    if head.label in ("EVENT", "PROGRAMME") and end - head.size == first and sentence.are_places(end + 1, complement):
        return head.strong  # "Mission of Graz to Nanning" has no name
    if head.label == "EVENT" and head.strong and end - head.size > first and sentence.printed[end] in ("on", "for", "of"):
        # "... the World Forum on Urban Peace", "the International Congress of Educating Cities"
        the_one = first > 0 and sentence.lower[first - 1] == "the" and complement - end > 2
        if the_one or sentence.printed[end] != "of":
            return sentence.follows(first)
    official = sentence.lower[end - 1] in sentence.words.official_heads
    if head.label == "EVENT" and sentence.lower[end - 1] in sentence.words.public_feasts and sentence.printed[end] == "of":
        return first > 0 and sentence.lower[first - 1] == "the"  # "the Festival of Lights"
    # "the Peres Center for Peace": whatever that word is, it is no topic's.
    words = sentence.words
    listed = (words.generic, words.topics, words.starters, words.nationalities, words.city_adjectives)
    modified = head.label == "ORG" and any(
        sentence.is_capital(i) and not any(sentence.lower[i] in one for one in listed) for i in range(first, end - head.size)
    )
    return official or modified or is_proper(sentence, end + 1, complement, head._replace(strong=False))


def _is_explained(sentence: Sentence, first: int, end: int, head: FoundHead) -> bool:
    """Whether an acronym follows in brackets, as after the name of a body, an event or a treaty of whatever words."""
    bracketed = find_bracketed(sentence, sentence.tokens[end - 1].end)
    if bracketed is None:
        return False
    # "International Climate Center (ICC)"
    initials = "".join(sentence.printed[i][0] for i in range(first, end) if sentence.is_capital(i))
    spelt = len(initials) >= _EXPLAINED_WORDS and sentence.text[slice(*bracketed)] == initials
    explains = head.strong or head.label in ("EVENT", "PROGRAMME") or spelt
    # "Kick-off Meeting (KoM)" shortens words.
    named = (
        head.strong
        or head.label != "EVENT"
        or any(sentence.lower[i] not in sentence.words.generic for i in range(first, end - head.size))
    )
    return explains and (named or spelt)


def _find_leading_head(sentence: Sentence, first: int, last: int) -> tuple[int, EntityLabel] | None:
    """Return the token at which a name begins with its kind, and the kind: *Ayuntamiento* de X, *Port* de Barcelona."""
    words, printed = sentence.words, sentence.printed
    place = sentence.known_at(first)
    if place is not None and place.known.label in PLACES and (place.first, place.last) == (first, last):
        return None  # "Puerto Montt" is a city
    ending = find_head(sentence, first, last)
    headed = last - ending.size if ending is not None and ending.size > 1 else last  # "German Red Cross"
    if sentence.lower[last - 1] in words.company_forms and words.leading_heads.get(printed[first]) is None and last - first > 2:
        headed = first  # "Ecologic Institut GmbH"
    for i in range(first, min(last - 1, headed)):
        second = i == first + 1 and printed[first] in words.foreign_openers
        label = _find_kind_in_front(sentence, i)
        if label and not (i > first and is_english_head(sentence, i)):
            if i > first and all(_is_city_name(sentence, j) for j in range(first, i)):
                return first, "ORG"  # "Lyon Parc Auto" is no park
            named = i > first and all(is_telling(sentence, j) for j in range(first, i))
            return first if named or second else i, label  # "SWU Stadtwerke Ulm"
        if (
            i == first
            and i + 2 == last
            and printed[i] in words.foreign_openers
            and words.leading_heads.get(printed[i + 1]) == "FACILITY"
        ):
            return first, "FACILITY"  # "the Gran Via"
        if (i == first or second) and printed[i + 1] in words.foreign_joiners and (head := find_head(sentence, i, i + 1)):
            return first, head.label
    return None


def _find_kind_in_front(sentence: Sentence, i: int) -> EntityLabel | None:
    """Return the kind that a token of another language says a name behind it has; None for what only looks like one."""
    words, printed = sentence.words, sentence.printed
    label = words.leading_heads.get(printed[i])
    if label is None:
        return None
    if (place := sentence.known_at(i)) is not None and place.first == i and place.last > i + 1:
        return None  # "Fort Worth Sister Cities" is no fort
    if printed[i] in words.shared_heads and printed[i + 1] not in words.genitive_joiners:
        # "County Council", but "County Kildare"
        named = is_own_word(sentence, i + 1) or sentence.is_place(i + 1) or is_name_of_person(sentence, i + 1)
        label = label if named else None
    built = printed[i] in words.centres and printed[i + 1] in words.facility_adjectives
    return "FACILITY" if built else label  # "Centro Cultural La Haida"


def _is_edition(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a head with a capital stands within a sentence before its year: the pavilion of *Expo* 2008."""
    year = sentence.follows(end) and _YEAR.fullmatch(sentence.printed[end]) is not None
    return year and first == end - 1 and sentence.follows(first) and not opens_sentence(sentence, first)


def _is_city_name(sentence: Sentence, i: int) -> bool:
    """Whether a word is a place or, as the name that it opens shows, a town called like a word: *Tours* Métropole."""
    return sentence.is_place(i) or any(m.known.label == "CITY" for m in match_names(sentence.tokens[i : i + 1], {}))


def _skip_starters(sentence: Sentence, first: int, last: int) -> int:
    """Skip what only begins the sentence or names an office: "Visit Haier Group", "Mayor Jean Durand"."""
    words = sentence.words
    while first < last - 1:
        printed, lower, known = sentence.printed[first], sentence.lower[first], sentence.known_at(first) is not None
        opener = not known and opens_sentence(sentence, first)
        opener = opener and (
            printed in words.titles or first == 0 or _SENTENCE_OPENS.search(sentence.text_before(first)) is not None
        )
        if opener and lower in words.name_adjectives and find_head(sentence, first + 1, first + 2):
            break  # "Technical University of Graz"
        if (not opener and lower != "the") or (printed == "The" and known) or sentence.printed[first + 1] == "s":
            break  # "The Hague Academy", "Mayor's Office"
        first += 1
    return first


def _find_programme(sentence: Sentence, first: int, last: int) -> int | None:
    """Return where a known programme begins with which a run ends, so that what stands before is a name of its own."""
    for match in sentence.known:
        if match.known.label == "PROGRAMME" and first <= match.first and match.last <= last:
            end = find_programme_end(sentence, match.last)
            if not any(sentence.is_capital(i) for i in range(end, last)):
                lower = _find_lower_case_head(sentence, first, last)
                if not (lower and lower[1] == "EVENT"):
                    return match.first
    return None


def _find_last_head(sentence: Sentence, first: int, last: int) -> tuple[int, FoundHead] | None:
    """Return the end of the last head noun that has a word before it or a complement after it, and what it says."""
    for end in range(last, first, -1):
        head = find_head(sentence, first, end)
        if head is None:
            continue
        placed = head.strong and head.label == "FACILITY" and find_trailing_end(sentence, end, last, head) > end
        placed = placed or (_is_edition(sentence, first, end) and head.strong and head.label == "EVENT")
        if end - head.size > first or placed or find_complement_end(sentence, end) > end:
            if (sentence.ends_place(end) and head.size == 1) or is_described_city(sentence, first, end):
                continue
            if head.label == "REGION" and end < last and sentence.is_place(end):
                continue  # "Business Region Göteborg"
            if not head.strong and end < last and sentence.lower[end] in sentence.words.topics:
                continue  # "Bremen Development Cooperation"
            return end, head
    return None


def _find_lower_case_head(sentence: Sentence, first: int, last: int) -> tuple[int, EntityLabel] | None:
    """Return the end and label of a name whose head is in lower case: "IUC Global event", "Rome city council"."""
    words = sentence.words
    if not sentence.follows(last):
        return None
    if sentence.ends_place(last):
        body = words.place_bodies.match_at(sentence.printed, last)
        describes = body and sentence.follows(body.last) and sentence.printed[body.last] in words.described_by_parts
        if body is not None and not describes and all(sentence.follows(i) for i in range(last + 1, body.last)):
            return body.last, body.value
    label = words.lower_case_heads.get(sentence.printed[last])
    called = label == "FACILITY" and is_called(sentence, first, last)
    lone = label in ("FACILITY", "REGION") and is_own_word(sentence, first)
    if label is None or (last - first < 2 and not (called or lone)):
        return None
    inner = find_head(sentence, first, last)
    is_project = label == "PROGRAMME" and _is_project_of_words(sentence, first, last)
    # "EU-Brazil Cities Partnership forum" is a forum.
    is_other = is_project or (inner is not None and (label, inner.label) == ("EVENT", "PROGRAMME"))
    if inner and not is_other and _find_last_head(sentence, first, last):
        return None
    if sentence.follows(last + 1) and sentence.printed[last + 1] in words.staff_words:
        return None  # "Lille IUC project manager"
    named = is_proper(sentence, first, last, FoundHead(label, strong=False)) and not sentence.are_places(first, last)
    return (last + 1, label) if named or is_project or called else None
