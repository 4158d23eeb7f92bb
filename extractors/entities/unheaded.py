"""Names that do not tell their kind: brands, acronyms, unknown words. The words around them say what they are."""

import re
from dataclasses import replace

from ucap.extractors.beside import is_placed
from ucap.extractors.entities.cues import find_kind, find_kind_before, is_called_sight
from ucap.extractors.entities.heads import find_head, has_edition, is_english_head
from ucap.extractors.entities.known_names import is_state_code
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.persons import find_person_end
from ucap.extractors.entities.sentence import QUOTATION_MARKS, Sentence
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.word_kinds import (
    is_followed_by_noun,
    is_free_abbreviation,
    is_own_word,
    is_plain_abbreviation,
    is_telling,
)
from ucap.extractors.places import country_names, is_city_name
from ucap.extractors.text.words import is_rare
from ucap.schemas.records import EntityLabel

_GIVEN_AND_FAMILY = 2
"""Words of the usual name of a person."""
_SPEAKING_WORDS = 2
"""Unknown words that are a person where they say something. Chosen."""
_REST_OF_BRACKET = re.compile(r"(?: (?:State|Province|Region|County)\b)?(?:, [^\W\d_a-z][^()\d,;]{1,30})?\)")
"""What may follow a place in the brackets behind its town: `(Penang State, Malaysia)`."""


_EDITION = re.compile(r"\d(?:\.\d)?|20\d\d")
"""What continues the name of a project: CLUSTERIX *2.0*."""
_FUTURE = re.compile(r"20[2-5]\d")
"""The year to which a strategy reaches."""
_OTHER_PROJECTS = re.compile(r"\b(?:other|sister|fellow)\b(?: [\w-]+){0,3}? projects?\b")
"""What says that the one who is spoken of is a project, too."""
_PROJECT_FOR = re.compile(r"[^\W\d_]{2,}[24][A-Z][^\W\d_]+")
"""A word with "for" or "to" as its sign, as only projects are called: AI4Cities."""
_PROJECT_UNTIL = re.compile(r"[^\W\d_]{3,}20[2-5]\d")
"""A word with the year to which a strategy reaches: Penang2030."""
_PROJECT_OF = re.compile(
    r"\b(?:(?:kick-?off|final|closing|consortium|transnational|partner|project) (?:conference|event|meeting)"
    r"|consortium|partners) (?:of|for) (?:the )?$"
)
"""What only a project has."""


def find_unheaded_name(sentence: Sentence, first: int, last: int) -> NameSpan | None:  # noqa: PLR0912 (one case a branch)
    """Return what looks like a name in a run without a head noun; None where nothing does."""
    size, printed = last - first, sentence.printed
    places = [i for i in range(first, last) if sentence.is_place(i)]
    coded = places == list(range(first, last - 1)) and is_state_code(sentence, last - 1)  # "Pittsburgh PA"
    if len(places) == size or coded or (size == 1 and _shortens_words(sentence, first)):
        return None
    if size == 1 and not sentence.tokens[first].is_abbreviation and _is_town_of_titled(sentence, first):
        return sentence.make_span(first, last, "CITY", certain=False)
    foreign = any(printed[i] in sentence.words.foreign_joiners for i in range(first, last))
    own = [i for i in range(first, last) if is_own_word(sentence, i)]
    abbreviations = [i for i in range(first, last) if is_free_abbreviation(sentence, i)]
    opens = first == 0 or not sentence.gap_before(first).isspace()
    heading = re.match(r"\s*:", sentence.text_after(last)) is not None
    acronym = len(printed[first]) >= LIMITS.branch_acronym_letters
    short = 1 < size <= LIMITS.acronym_name_words
    label: EntityLabel = "ORG"
    certain, doubtful = True, False
    doubt: NameDoubt | None = None
    if _is_part_of_region(sentence, first, last, own) or (size == 1 and _is_region_by_kind(sentence, first)):
        label = "REGION"
    elif stands_as_project(sentence, first, last):
        label, doubt = "PROGRAMME", _doubt_project(sentence, last)
        last += sentence.follows(last) and _EDITION.fullmatch(printed[last]) is not None
    elif (abbreviations and places and size == len(abbreviations) + len(places)) or _is_agency(sentence, first, last):
        # "DRC Zhengzhou", the local branch of a body known by its acronym; "Business Finland"
        doubt = "kind" if _stands_as_sight(sentence, first) else None
    elif (own or foreign) and not abbreviations and size <= LIMITS.city_words and is_beside_its_country(sentence, last):
        label, certain = "CITY", False
    elif own and not abbreviations and size <= LIMITS.city_words and (kind := label_by_kind(sentence, first, last)):
        label, certain = kind, False
    elif places and not heading and is_place_brand(sentence, first, last):
        if _is_called_like_person(sentence, first, last):
            return replace(sentence.make_span(first, last, label, certain=False), may_be_person=True, doubt="kind")
        doubt = "kind" if foreign or _stands_as_sight(sentence, first) else None
        if has_edition(sentence, last):  # "Bilbao Ria 2000" is a body, "Smart Porto 2030" a plan
            doubt = "kind" if _FUTURE.fullmatch(sentence.printed[last]) else doubt
            last += 1
    elif _is_company_branch(sentence, first, last):
        pass
    elif _stands_before_region(sentence, first, last):
        label = "CITY"
    elif (
        (abbreviations == [first] and short and acronym and not is_followed_by_noun(sentence, last))  # "HOPA Ports"
        or (abbreviations and size == len(abbreviations) and acronym)
        or ((own or foreign) and size > 1)
    ):
        certain = False
    elif own and not _is_adjective(sentence, first) and not is_english_head(sentence, first):
        label, certain = label_lone_word(sentence, first), False
        if label == "CITY" and is_called_sight(sentence, last):
            label = "FACILITY"  # "in Grolla, a suburb"
        doubtful = opens and "," not in sentence.gap_before(first) and (heading or not is_rare(sentence.lower[first]))
        doubt = "place" if label == "CITY" and label_by_kind(sentence, first, last) is None else None
    else:
        return None
    name = replace(sentence.make_span(first, last, label, certain=certain), needs_model=doubtful, doubt=doubt)
    if label != "ORG" or certain:
        return name
    personal = size > 1 and not abbreviations and _may_be_person(sentence, first, last, own)
    return _weigh(
        sentence,
        first,
        last,
        replace(name, needs_model=doubtful or not abbreviations, may_be_person=personal, doubt="kind"),
        doubtful,
    )


def _weigh(sentence: Sentence, first: int, last: int, name: NameSpan, doubtful: bool) -> NameSpan:
    """Return a body of unknown words as what those beside it say."""
    told = find_kind(sentence, first, last)
    if told is None:
        # Two words, one of them a person's by the lists, are more often a person than anything else.
        personal = name.may_be_person and last - first == _GIVEN_AND_FAMILY and _has_listed_name(sentence, first, last)
        return replace(name, label="PERSON", needs_model=False) if personal else name
    if told == "SIGHT":
        town = last - first == 1 and is_city_name(sentence.printed[first])
        visited = replace(name, may_be_sight=name.needs_model, may_be_person=False)
        return replace(visited, label="CITY", needs_model=doubtful, doubt=None) if town else visited
    if told == "THING":
        return replace(name, needs_model=True, may_be_person=False, is_thing=True)
    if told == "DOER":
        person = name.may_be_person and _has_listed_name(sentence, first, last)
        if person or _speaks(sentence, first, last):
            return replace(name, label="PERSON", needs_model=False, doubt=None if person else "kind")
        beside = last - first == 1 and sentence.lower[first - 1] == "with" and sentence.follows(first)
        # A body unless the model takes it for a person; what is compared or stands "with" another may be anything.
        return replace(name, needs_model=False, doubt="kind" if beside and not _is_met_with(sentence, first) else None)
    doubt: NameDoubt | None = "kind" if _is_told_loosely(sentence, first, last, told) else None
    if told == "CITY" and not is_city_name(sentence.text[name.start : name.end]):
        doubt = "place"  # what people travel to may be a part of a city, too
    return replace(name, label=told, needs_model=doubtful, may_be_person=False, doubt=doubt)


def _speaks(sentence: Sentence, first: int, last: int) -> bool:
    """Whether one word or two that no list has say something, as a person does: *Velumar* added that."""
    unknown = all(is_own_word(sentence, i) and not sentence.tokens[i].is_blend for i in range(first, last))
    return (
        last - first <= _SPEAKING_WORDS
        and unknown
        and sentence.follows(last)
        and sentence.lower[last] in sentence.words.speaking_verbs
    )


def _is_met_with(sentence: Sentence, first: int) -> bool:
    """Whether who is named behind "with" was met or worked with: a *meeting* with X, *together* with X, *agreed* with X."""
    return first > 1 and sentence.lower[first - 2] in sentence.words.met_with


def _is_told_loosely(sentence: Sentence, first: int, last: int, told: EntityLabel) -> bool:
    """Whether what tells a kind may tell another one, too: *at* X, which is a sight or an event; the plant *of* X;
    (X), whatever is explained.
    """
    before = sentence.lower[first - 1] if first > 0 and sentence.follows(first) else ""
    met = told == "FACILITY" and last - first == 1 and before in ("at", "of")
    seen = told == "ORG" and find_kind_before(sentence, first) in ("FACILITY", "SIGHT")  # "at Tarvello, the waste centre"
    return met or seen or (told == "ORG" and sentence.gap_before(first).endswith("("))


def _stands_as_sight(sentence: Sentence, first: int) -> bool:
    """Whether an article or a word of place stands before a name, as before a building or an event: at the *Foodex Japan*."""
    before = sentence.lower[first - 1] if first > 0 and sentence.follows(first) else ""
    if first == 1:
        return before == "the"
    return before in ("the", "at", "on", "along", "within") or before in sentence.words.place_prepositions


def _doubt_project(sentence: Sentence, last: int) -> NameDoubt | None:
    """Doubt a project by its group: the X *team* may be a body's."""
    return "kind" if sentence.follows(last) and sentence.lower[last] in sentence.words.staff_words else None


def _has_listed_name(sentence: Sentence, first: int, last: int) -> bool:
    """Whether two or three words begin with a given name of the lists or end with a family name: met *Solly* Mbeki."""
    words, tokens = sentence.words, sentence.tokens
    if last - first > 3 or not all(tokens[i].text[:1].isupper() and tokens[i].text[1:].islower() for i in range(first, last)):
        return False
    family = tokens[last - 1].key in words.listed_family_names and is_own_word(sentence, last - 1)
    return family or tokens[first].key in words.listed_given_names


def _shortens_words(sentence: Sentence, i: int) -> bool:
    """Whether a word in brackets has the first letters of the words before it, which are no name: Kick-off Meeting (*KoM*)."""
    before = sentence.text_before(i).rstrip()
    if not sentence.tokens[i].is_abbreviation or not before.endswith("("):
        return False
    initials = "".join(re.findall(r"\b[^\W\d_]", before))
    return initials.casefold().endswith(sentence.lower[i]) and sentence.context.is_word(sentence.lower[i - 1])


def _may_be_person(sentence: Sentence, first: int, last: int, own: list[int]) -> bool:
    """Whether a name with a word of its own stands as a person's may: behind no article and no word of place or visit."""
    before = sentence.lower[first - 1] if first and sentence.follows(first) else ""
    words = sentence.words
    placed = sentence.known_at(last) is not None and re.fullmatch(r",\s", sentence.gap_before(last)) is not None
    visited = (
        placed or before in words.place_prepositions or before in words.direction_prepositions or before.startswith("visit")
    )
    return bool(own) and before != "the" and not visited


def _is_called_like_person(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a given name that is a place's too begins a name of two or three words: *Martin* Novak."""
    words, key = sentence.words, sentence.tokens[first].key
    named = key in words.listed_given_names and key not in sentence.context.cities
    family = sentence.tokens[last - 1]
    headed = is_english_head(sentence, last - 1) or family.text in words.leading_heads
    return named and last - first in (2, 3) and family.text.istitle() and not headed


def _is_region_by_kind(sentence: Sentence, i: int) -> bool:
    """Whether the kind of a region makes a region of a word within a sentence, whatever else it is: the *Champagne* region.

    So it does in *of Turkestan region*.
    """
    lower, words = sentence.lower[i], sentence.words
    if i == 0 or sentence.printed[i - 1] not in ("the", "of") or not sentence.follows(i) or not sentence.follows(i + 1):
        return False
    usual = lower in words.generic or lower in words.topics or lower in words.nationalities or lower in words.starters
    kind = words.place_kinds.get(sentence.printed[i + 1]) == "REGION"
    return kind and not usual and not sentence.tokens[i].is_abbreviation and sentence.printed[i] not in words.region_words


def stands_as_project(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name that no list has is a project's by the words beside it: the *X* project, project *X*, the *X* partners."""
    words, lower = sentence.words, sentence.lower
    if last - first > LIMITS.project_words or any(sentence.is_place(i) for i in range(first, last)):
        return False
    if not any(is_telling(sentence, i) or _is_in_capitals(sentence, i) for i in range(first, last)):
        return False
    numbered = sentence.follows(last) and _EDITION.fullmatch(sentence.printed[last]) is not None
    behind = lower[last + numbered] if sentence.follows(last) and sentence.follows(last + numbered) else ""
    before = lower[first - 1] if first > 0 and sentence.follows(first) else ""
    staff = sentence.follows(last + 1) and lower[last + 1] in words.staff_words
    quoted = behind != "" and sentence.text_after(last + 1).lstrip()[:1] in QUOTATION_MARKS
    blended = all(sentence.tokens[i].is_blend and not sentence.tokens[i].is_abbreviation for i in range(first, last))
    planned = blended and behind in words.plan_words
    if quoted or planned or (behind in words.project_words and not staff) or before in words.project_words:
        return planned or not quoted  # "the GIZ project “Green Roofs”": who has the project
    formed = all(sentence.tokens[i].is_abbreviation or sentence.tokens[i].is_blend for i in range(first, last))
    if not formed or any(sentence.known_at(i) for i in range(first, last)):
        return False
    subject = first == 0 or "," in sentence.gap_before(first)
    if (before == "the" and behind in words.project_groups) or _PROJECT_OF.search(sentence.text_before(first)):
        return True
    return subject and _OTHER_PROJECTS.search(sentence.text) is not None


def _is_in_capitals(sentence: Sentence, i: int) -> bool:
    """Whether a word is written in capitals and names no thing, however long it is."""
    token = sentence.tokens[i]
    return token.text.isupper() and token.is_abbreviation and not is_plain_abbreviation(sentence, token.text)


def label_lone_word(sentence: Sentence, i: int) -> EntityLabel:
    """Return what an unknown word is by the words around it: a place, a part of one, or otherwise a body."""
    if label := label_by_kind(sentence, i, i + 1):
        return label
    if _PROJECT_FOR.fullmatch(sentence.printed[i]) or _PROJECT_UNTIL.fullmatch(sentence.printed[i]):
        return "PROGRAMME"
    if sentence.lower[i].endswith("town") and sentence.lower[i].removesuffix("town") in country_names():
        return "FACILITY"  # "Japantown"
    head = find_head(sentence, i, i + 1)
    if label := sentence.words.leading_heads.get(sentence.printed[i], head.label if head else None):
        return label  # "the Stadtmuseum"
    return "CITY" if _stands_as_unknown_place(sentence, i) else "ORG"


def label_by_kind(sentence: Sentence, first: int, last: int) -> EntityLabel | None:
    """Return what the kind of place beside an unknown name says about it: the Spina *area*, *governorate* of Qena."""
    kinds, before = sentence.words.place_kinds, first - 1
    if is_followed_by_noun(sentence, last) and sentence.printed[last] in kinds:
        return kinds[sentence.printed[last]]
    article = before > 0 and sentence.printed[before] == "the"
    before -= article
    if before > 0 and sentence.printed[before - 1 : before + 1] == ("such", "as"):
        return "CITY" if kinds.get(sentence.printed[before - 2]) == "CITY" else None  # "towns such as X"
    if before == first - 1 and before > 0 and sentence.follows(first) and kinds.get(sentence.printed[before]) == "CITY":
        return "CITY"  # "its sister city X"
    if before > 0 and sentence.printed[before] == "of" and sentence.follows(first):
        return _label_by_owner(sentence, before - 1, article=article)
    return None


def _label_by_owner(sentence: Sentence, i: int, *, article: bool) -> EntityLabel | None:
    """Return what an unknown name is that "of" joins to a noun: the port *of* a town, residents *of the* quarter."""
    if sentence.lower[i] in sentence.words.town_parts:
        return "FACILITY"
    if sentence.lower[i] in sentence.words.town_people:
        return "FACILITY" if article else "CITY"  # towns have no article
    label = sentence.words.place_kinds.get(sentence.printed[i])
    return label if label in (None, "REGION") else "CITY"


def is_beside_its_country(sentence: Sentence, last: int) -> bool:
    """Whether a country or region alone stands in brackets behind a name: *Bram* (France)."""
    follower = sentence.known_at(last)
    if follower is None or follower.known.label not in ("COUNTRY", "REGION") or follower.first != last:
        return False
    opened = re.fullmatch(r"\s*\(", sentence.gap_before(last)) is not None
    return opened and _REST_OF_BRACKET.match(sentence.text_after(follower.last)) is not None


def is_place_brand(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a run with a place in it is a body's name of its own: Porto Digital, Go Vilnius, Business Region Göteborg."""
    words = sentence.words
    rest = [i for i in range(first, last) if not sentence.is_place(i)]
    if any(sentence.printed[i] in words.region_words or sentence.lower[i] in words.nationalities for i in rest):
        return False
    placed_last = sentence.is_place(last - 1) and not sentence.is_place(first)
    return (
        last - first <= LIMITS.brand_words
        and sentence.lower[last - 1] not in words.place_kinds
        and (placed_last or not is_followed_by_noun(sentence, last))
    )


def _is_part_of_region(sentence: Sentence, first: int, last: int, own: list[int]) -> bool:
    """Whether a run is a part of an unknown region: "Northern Haidong"."""
    part = last - first == 2 and sentence.printed[first] in sentence.words.region_words
    return part and own == [last - 1] and not is_followed_by_noun(sentence, last)


def _is_adjective(sentence: Sentence, i: int) -> bool:
    """Whether an unknown word is a people's adjective: the *Styrian* provincial government."""
    return sentence.lower[i].endswith(sentence.words.people_endings) and is_followed_by_noun(sentence, i + 1)


def _stands_as_unknown_place(sentence: Sentence, first: int) -> bool:
    """Whether what begins at `first` stands as a place does: "in Penglai", "in Yantai and Penglai", "port of Leixões"."""
    before, printed, words = first - 1, sentence.printed, sentence.words
    if before > 0 and printed[before] == "of" and _is_of_town(sentence, before - 1):
        return True
    if _is_of_town(sentence, first + 1) and sentence.follows(first + 1):
        return True  # "Mandaue Mayor"
    if sentence.tokens[first].is_blend:
        return False
    if before > 1 and printed[before] in words.english_joiners and sentence.is_place(before - 1):
        place = sentence.known_at(before - 1)
        start = place.first if place else before - 1
        directed = start > 0 and (
            sentence.lower[start - 1] in words.place_prepositions or sentence.lower[start - 1] in words.list_directions
        )
        return directed and sentence.follows(before)
    if before > 1 and printed[before] in words.english_joiners and sentence.is_capital(before - 1):
        return sentence.follows(before) and sentence.lower[before - 2] in words.place_prepositions
    return before >= 0 and sentence.lower[before] in words.place_prepositions


def _is_town_of_titled(sentence: Sentence, i: int) -> bool:
    """Whether a word, whatever it is, stands before a town's office and the name of who has it: *Monterey* Mayor Jan Novak."""
    office = _is_of_town(sentence, i + 1) and sentence.is_capital(i + 1) and sentence.follows(i + 1)
    if not office or find_person_end(sentence, i + 2 if i + 2 < len(sentence) else i) <= i + 2:
        return False
    head = find_head(sentence, i, i + 1)
    if head is not None and head.label == "FACILITY":
        return False  # "Dobong-gu Mayor Oh": a ward has one, too
    usual = sentence.lower[i] in sentence.words.generic or sentence.printed[i] in sentence.words.title_parts
    return not usual and sentence.lower[i] not in sentence.words.nationalities


def _is_of_town(sentence: Sentence, i: int) -> bool:
    """Whether a word is an office of towns: *mayor*."""
    return 0 <= i < len(sentence) and sentence.lower[i] in sentence.words.town_offices


def _is_agency(sentence: Sentence, first: int, last: int) -> bool:
    return last - first == 2 and sentence.printed[first] in sentence.words.agency_words and sentence.is_place(first + 1)


def _is_company_branch(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a run begins with a known body and continues: Alibaba Cloud, Bosch Rexroth."""
    match = sentence.known_at(first)
    known = match is not None and match.known.label == "ORG" and match.first == first and match.last < last
    return known and last - first <= LIMITS.brand_words and not is_followed_by_noun(sentence, last)


def _stands_before_region(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an unknown name is a town because its region follows: "in Golden, Colorado"."""
    follower = sentence.known_at(last)
    if follower is None or follower.known.label not in ("REGION", "COUNTRY") or last - first > LIMITS.town_words:
        return False
    if re.fullmatch(r",\s", sentence.gap_before(last)) is None:
        return False
    if first > 0 and sentence.printed[first - 1] in sentence.words.place_words and sentence.follows(first):
        return True
    return is_placed(sentence.text, sentence.tokens[first].start, sentence.tokens[last - 1].end)
