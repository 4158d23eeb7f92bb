"""Persons: known by a title, an office, a Chinese surname in capitals or a given name beside the name."""

import re
from dataclasses import replace

from ucap.extractors.entities.gazetteers import NameMatch
from ucap.extractors.entities.heads import find_head, is_english_head
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.spans import NameSpan
from ucap.extractors.entities.vocabulary import PLACES
from ucap.extractors.entities.word_kinds import is_day, is_own_word
from ucap.extractors.places import get_known_city
from ucap.extractors.text.words import is_common

_OFFICE_BEFORE = re.compile(r"\b([A-Za-z-]+) of (?=[^,;:.()]{2,60},\s+$)")
_POSTED = frozenset({"of", "to", "in", "for", "at"})
"""What stands between an office and its place."""
_OFFICE_FOLLOWS = re.compile(r",\s+(?:the\s+)?")
_TITLE_GAP = re.compile(r"\.?\s+")
_INITIAL_GAP = re.compile(r"\.\s+")
_NICKNAME = re.compile(r" (?:[“\"]_[”\"]|[‘']_[’']|\(_\)) ")
"""The signs around a nickname, which stands for `_`."""
_GIVEN_PAIR = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+-[^\W\d_A-Z]+")
"""A Korean given name: Min-jun."""
_KOREAN = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+-[^\W\d_A-Z]{2,}")
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ong|iao|ian|uai|uan|ing|ai|ei|ao|ou|an|en|er|ia|ie|iu"
    r"|in|ua|uo|ui|un|ue|a|e|i|o|u|v)"
)
_SYLLABLE_LETTERS = 5
"""Letters of a syllable of a Chinese or Korean given name: Min-*jeong*. Chosen: halves of other double names have more."""
_PINYIN = re.compile(rf"(?=[A-Z])(?i:{_SYLLABLE}{_SYLLABLE}?)")
"""A Chinese given name of one or two syllables: Jining."""
_GAELIC = re.compile(r"(?:Mc|O['’])[^\W\d_a-z]")
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
"""What stands behind a name, some with a stop: Demetrio Cortes Jr."""
_EXCELLENCIES = frozenset({"HE", "H.E"})
"""His or Her Excellency, which is printed as the Chinese surname is."""
_OFFICE_REACH = 4
"""Tokens behind a name and a comma within which its office stands."""
_BODY_REACH = 12
"""Tokens of a body's name between an office and the person who has it. Chosen."""
_TITLE_REACH = 2
"""Tokens behind an office within which a person's name begins; a middle word is a second office or a people."""


def find_persons(sentence: Sentence) -> list[NameSpan]:
    """Return the persons in a sentence: "Mr Jan Novak", "LIN Dajun", "Anna Berg, deputy mayor of Oulu"."""
    found, at = [], 0
    while at < len(sentence):
        last = find_person_end(sentence, at)
        if last > at:
            found.append(_make_person(sentence, at, last))
        at = max(last, at + 1)
    return found


def _make_person(sentence: Sentence, first: int, last: int) -> NameSpan:
    span = sentence.make_span(first, last, "PERSON")
    stopped = sentence.printed[last - 1] in _SUFFIXES and sentence.text[span.end : span.end + 1] == "."
    return replace(span, end=span.end + 1) if stopped else span


def find_family_name(sentence: Sentence, person: NameSpan) -> str | None:
    """Return the part of a name, folded, by which a text calls the person later: Jan *Novak*, *LI* Qiang; None for a word."""
    tokens = [token for token in sentence.tokens if person.start <= token.start and token.end <= person.end]
    if len(tokens) < 2:
        return None
    chinese = len(tokens) == 2 and tokens[0].text.upper() in sentence.words.surnames
    # "Ko Wen-je", "Heo Min-jeong": the family's name stands first.
    syllables = tokens[1].text.split("-") if len(tokens) == 2 else []
    paired = len(syllables) == 2 and max(map(len, syllables)) <= _SYLLABLE_LETTERS
    eastern = paired and tokens[0].key not in sentence.words.listed_given_names
    chinese = chinese or eastern
    family = tokens[0] if chinese else tokens[-1]
    # Words that texts hardly have are names: *Nutter*.
    ordinary = sentence.context.is_word(family.lower) and is_common(family.lower)
    ordinary = ordinary and family.key not in sentence.words.listed_family_names
    # A town that is a family's name too is the person's only where nothing says that it is a place.
    town = family.key not in sentence.words.listed_family_names and get_known_city(family.text) is not None
    usual = not chinese and (ordinary or town)
    return None if usual or family.text in _SUFFIXES else family.key


def is_title_of_person(sentence: Sentence, i: int, last: int) -> bool:
    """Whether an office stands at a token of a run before a person's name, so that it is not part of a body's name.

    A stop behind it ends the run: "EU Commissioner Ms. Anna Berg".
    """
    if sentence.printed[i] not in sentence.words.titles:
        return False
    if i + 1 == last:
        return last < len(sentence) and find_person_end(sentence, last) > last and _is_titled(sentence, last)
    return any(find_person_end(sentence, j) > j for j in range(i + 1, min(i + 1 + _TITLE_REACH, last)))


def find_person_end(sentence: Sentence, first: int) -> int:
    """Return where a person's name ends that begins at `first`, or `first` where none does."""
    printed, words = sentence.printed[first], sentence.words
    last = _find_names_end(sentence, first)
    if printed in words.leading_heads and not _is_listed(sentence, first):
        return first  # "Boulevard Mohammed V"
    if is_day(sentence, first) or last == first or any(sentence.printed[i] in words.offices for i in range(first, last - 1)):
        return first  # "Resilience Officer Anna Berg"
    titled = _is_titled(sentence, first)
    if printed in words.titles or (printed in words.title_parts and titled) or _is_excellency(sentence, first):
        return first
    if titled or (printed in words.surnames and _is_given(sentence, first + 1, last)):
        return last
    if last - first == 1:
        office = is_own_word(sentence, first) and _precedes_office(sentence, first, last)
        return last if office or _is_spoken_of(sentence, first) else first
    return last if _reads_as_person(sentence, first, last) else first


def _reads_as_person(sentence: Sentence, first: int, last: int) -> bool:
    """Whether two names or more are a person's: by their own form, or by an office beside them."""
    printed, own = sentence.printed, is_own_word(sentence, first)
    if _is_formed_as_person(sentence, first, last):
        return True
    named = _is_listed(sentence, first) or any(is_own_word(sentence, i) for i in range(first, last))
    office = _follows_office(sentence, first) or _names_office(sentence, first, last)
    if (named and office) or _precedes_office(sentence, first, last):
        return True
    if first > 0 and sentence.lower[first - 1] == "the" and sentence.follows(first):
        return False  # "the Taj Mahal"
    initials = all(len(printed[i]) == 1 for i in range(first, last - 1))  # "K J George"
    initials = initials and (_is_listed(sentence, last - 1) or is_own_word(sentence, last - 1))
    initials = initials and sentence.lower[last - 1] not in sentence.words.nationalities  # "A German delegation"
    gaelic = own and _GAELIC.match(printed[last - 1]) is not None
    return initials or gaelic or (is_given_name(sentence, first) and may_be_family(sentence, last - 1))


def _is_formed_as_person(sentence: Sentence, first: int, last: int) -> bool:
    """Whether two names or more have a form that only persons' names have."""
    printed, own = sentence.printed, is_own_word(sentence, first)
    if _is_family_in_capitals(sentence, last - 1) and (own or _GIVEN_PAIR.fullmatch(printed[first])):
        return True  # "Min-jun KIM"
    if last - first == 2 and _KOREAN.fullmatch(printed[first + 1]) and (own or _is_listed_family(sentence, first)):
        return True  # "Heo Min-jeong"
    if last - first == 2 and _is_in_pinyin(sentence, first):
        return True  # "Chen Jining"
    vietnamese = (
        printed[first] in sentence.words.vietnamese_surnames and printed[first + 1] in sentence.words.vietnamese_middles
    )
    if vietnamese and last - first > 2:
        return True  # "Phan Van Mai"
    if last - first == 2 and _are_towns_of_person(sentence, first):
        return True
    return printed[first + 1] in sentence.words.descent_joiners  # "Sultan bin Saeed"


def _are_towns_of_person(sentence: Sentence, first: int) -> bool:
    """Whether two towns stand side by side without a sign, and are a given and a family name: *Nancy Vaughan*."""
    given, family = sentence.known_at(first), sentence.known_at(first + 1)
    if given is None or family is None or not given.last == first + 1 == family.first or family.last != first + 2:
        return False
    words, tokens = sentence.words, sentence.tokens
    named = tokens[first].key in words.listed_given_names and tokens[first + 1].key in words.listed_family_names
    return named and given.known.label == family.known.label == "CITY" and sentence.follows(first + 1)


def _is_in_pinyin(sentence: Sentence, first: int) -> bool:
    """Whether a Chinese family name stands before one or two syllables that are no word: *Chen Jining*."""
    family, given = sentence.printed[first], sentence.printed[first + 1]
    chinese = family.istitle() and family.upper() in sentence.words.surnames and not sentence.known_at(first)
    free = is_own_word(sentence, first + 1) or _is_chinese_given(sentence, first + 1)
    return chinese and _PINYIN.fullmatch(given) is not None and free


def _is_listed_family(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].key in sentence.words.listed_family_names and not sentence.known_at(i)


def _is_listed(sentence: Sentence, i: int) -> bool:
    """Whether a word is a given name of the lists, whatever else it is."""
    return sentence.printed[i] in sentence.words.given_names or sentence.tokens[i].key in sentence.words.listed_given_names


def may_be_family(sentence: Sentence, i: int) -> bool:
    """Whether a word can end a person's name: one that is no English word, or a family name all the same (*Hall*, *King*)."""
    printed = sentence.printed[i]
    if printed in sentence.words.given_names or printed in _SUFFIXES or is_own_word(sentence, i):
        return True
    return sentence.tokens[i].key in sentence.words.listed_family_names or not sentence.context.is_word(sentence.lower[i])


def is_given_name(sentence: Sentence, i: int) -> bool:
    """Whether a word is a given name and hardly anything else."""
    if sentence.printed[i] in sentence.words.given_names:
        return True
    if sentence.tokens[i].key not in sentence.words.listed_given_names or not sentence.is_capital(i):
        return False
    ahead = _skip_initials(sentence, i + 1)
    family = continues_name(sentence, ahead) and sentence.tokens[ahead].key in sentence.words.listed_family_names
    return is_own_word(sentence, i) or (family and not sentence.context.is_word(sentence.lower[ahead]))


def is_name_of_person(sentence: Sentence, i: int) -> bool:
    """Whether a word is a given or a family name of the lists, whatever else it is."""
    return _is_listed(sentence, i) or sentence.tokens[i].key in sentence.words.listed_family_names


def _is_given_alone(sentence: Sentence, i: int) -> bool:
    """Whether a word is a given name of the lists and no place, behind no article."""
    article = i > 0 and sentence.lower[i - 1] in ("the", "a", "an")
    return _is_listed(sentence, i) and not sentence.known_at(i) and not article


def _skip_initials(sentence: Sentence, i: int) -> int:
    """Return the token behind the initials that stand at a token: Mary *C* Novak."""
    while continues_name(sentence, i) and len(sentence.printed[i]) == 1 and sentence.is_capital(i):
        i += 1
    return i


def _find_names_end(sentence: Sentence, first: int) -> int:
    """Return where the names of a person end that begin at `first`: capitalised, no place, no head, no abbreviation."""
    last = first
    while last < len(sentence) and last - first < LIMITS.person_names and (last == first or continues_name(sentence, last)):
        joiners = sentence.words.person_joiners
        if sentence.printed[last] in joiners and last > first:
            ahead = last + 1
            while ahead < len(sentence) and sentence.printed[ahead] in joiners:
                ahead += 1
            if ahead >= len(sentence) or not _is_name(sentence, ahead) or not sentence.follows(ahead):
                break
            last = ahead
            continue
        further = _is_second_name(sentence, first, last) if last > first else _is_family_of_titled(sentence, first)
        if not further and (not _is_name(sentence, last) or (last > first and _is_verb(sentence, last))):
            break
        last += 1
    families = sentence.words.listed_family_names
    if any(is_english_head(sentence, i) and sentence.tokens[i].key not in families for i in range(first, last - 1)):
        return first  # "University Jan Novak", behind its town
    head = find_head(sentence, first, last)
    if head is None:
        return last
    # "Ronald Hall, Senior Expert" is no hall.
    listed = sentence.tokens[first].key in sentence.words.listed_given_names or _is_listed_family(sentence, last - 1)
    if (
        last - first == 2
        and not is_english_head(sentence, last - 1)
        and (_is_titled(sentence, first) or _is_given_alone(sentence, first))
    ):
        return last  # "Sebastian Sonnenhaus" is no house
    named = last - first == 2 and not head.strong and (listed or is_given_name(sentence, first))
    return last if named and (_is_titled(sentence, first) or _precedes_office(sentence, first, last)) else first


def _is_verb(sentence: Sentence, i: int) -> bool:
    """Whether a word behind a name is a headline's: Anna Berg *Named* Chair."""
    key, words = sentence.tokens[i].key, sentence.words
    named = key in words.listed_family_names or key in words.listed_given_names or sentence.printed[i] in words.given_names
    verb = sentence.lower[i].endswith("ed") or sentence.lower[i] in words.headline_verbs
    return not named and verb and sentence.context.is_word(sentence.lower[i])


def _is_family_of_titled(sentence: Sentence, i: int) -> bool:
    """Whether a town's name stands alone directly behind a title, so that it is a family's: Mayor *Fontana*."""
    match = sentence.known_at(i)
    if match is None or match.known.label != "CITY" or match.last > i + 1 or sentence.tokens[i].key in sentence.context.cities:
        return False
    return _is_titled(sentence, i) and not (sentence.follows(i + 1) and sentence.is_capital(i + 1))


def _is_family_in_capitals(sentence: Sentence, i: int) -> bool:
    """Whether a word is a family name in capitals, as some print it behind the given one: Jean *DUPONT*."""
    printed, before = sentence.printed[i], sentence.printed[i - 1] if i > 0 else ""
    named = printed.isupper() and len(printed) > 1 and sentence.tokens[i].key in sentence.words.listed_family_names
    behind = before[:1].isupper() and not before.isupper()
    return named and behind and not sentence.known_at(i) and printed not in sentence.words.abbreviations


def _is_excellency(sentence: Sentence, i: int) -> bool:
    """Whether a word is the title of excellencies: two names or more follow, where the Chinese surname has one."""
    if sentence.printed[i].rstrip(".") not in _EXCELLENCIES:
        return False
    return _find_names_end(sentence, i + 1) > i + 2 if i + 1 < len(sentence) else False


def _is_spoken_of(sentence: Sentence, i: int) -> bool:
    """Whether a lone word is a family name by what its bearer does: *Rossi* said, *Novak* travelled with his team."""
    if sentence.known_at(i) or sentence.tokens[i].is_abbreviation or not sentence.is_capital(i):
        return False
    words, lower = sentence.words, sentence.lower
    listed = sentence.tokens[i].key in words.listed_family_names and lower[i] not in words.personal_pronouns
    if not listed and not is_own_word(sentence, i):
        return False
    if sentence.follows(i) and (lower[i - 1] in words.place_prepositions or lower[i - 1] in ("the", "a", "an")):
        return False
    if sentence.follows(i + 1) and (sentence.is_capital(i + 1) or lower[i + 1] in words.place_kinds):
        return False
    if sentence.follows(i) and i > 0 and sentence.is_capital(i - 1) and not _stands_before_speakers(sentence, i - 1):
        return False
    said = (sentence.follows(i + 1) and lower[i + 1] in words.speaking_verbs) or (
        i > 0 and sentence.follows(i) and (lower[i - 1] in words.speaking_verbs or lower[i - 2 : i] == ("according", "to"))
    )
    return (said and listed) or _has_pronoun(sentence, i)


def _stands_before_speakers(sentence: Sentence, i: int) -> bool:
    """Whether a capitalised word before a family name is no part of it: on *Friday* Novak said, Special *Envoy* Novak said."""
    return sentence.lower[i] in sentence.words.calendar or _is_office(sentence, i)


def _has_pronoun(sentence: Sentence, i: int) -> bool:
    """Whether a sentence says *his* or *her* of a word: no office and no other unknown name stands before the pronoun."""
    pronoun = next((j for j in range(i + 1, len(sentence)) if sentence.lower[j] in sentence.words.personal_pronouns), None)
    return pronoun is not None and not any(_may_own(sentence, j) for j in range(pronoun) if j != i)


def _may_own(sentence: Sentence, i: int) -> bool:
    """Whether a word may be what a pronoun behind it means: an office, or an unknown name that stands as no place does."""
    if _is_office(sentence, i) or _singular(sentence.printed[i].capitalize()) in sentence.words.offices:
        return True
    if i == 0 or not sentence.is_capital(i) or sentence.known_at(i):
        return False
    return not (sentence.follows(i) and sentence.lower[i - 1] in sentence.words.place_prepositions)


def continues_name(sentence: Sentence, i: int) -> bool:
    """Whether a token stands behind the one before it with blanks only between them, or with the stop of an initial.

    A nickname may stand between signs: Anna “Nan” Berg.
    """
    if sentence.follows(i):
        return True
    if not 0 < i < len(sentence) or " " not in sentence.gap_before(i):
        return False
    if _INITIAL_GAP.fullmatch(sentence.gap_before(i)):
        return len(sentence.printed[i - 1]) == 1 and sentence.is_capital(i - 1)
    # "(R)" behind a name is where its bearer stands in a picture.
    return any(
        _NICKNAME.fullmatch(f"{sentence.gap_before(at)}_{sentence.gap_before(at + 1)}")
        and len(sentence.printed[at]) > 1
        and sentence.is_capital(at + 1)
        for at in (i - 1, i)
    )


def _is_second_name(sentence: Sentence, first: int, i: int) -> bool:
    """Whether a town's name is that of a person: behind a title and a name, or before an office (Masato *Shinagawa*, Mayor)."""
    if i > first + 1:
        # "Gustavo Torres Salinas": a second family name that is a town's, too
        family = sentence.tokens[i].key in sentence.words.listed_family_names and is_given_name(sentence, first)
        return family and sentence.is_label(i, "CITY") and _is_listed_family(sentence, i - 1) and sentence.is_capital(i)
    if _is_chinese_given(sentence, i):
        return True
    place = sentence.known_at(i)
    named_so = place is not None and place.known.label in ("CITY", "REGION") and place.last == i + 1
    if not named_so or not sentence.is_capital(i) or (sentence.follows(i + 1) and sentence.is_label(i + 1, "CITY")):
        return False
    if _is_titled(sentence, first) or _are_towns_of_person(sentence, first):
        return True
    named = is_own_word(sentence, first) or _is_listed(sentence, first)
    return named and (is_given_name(sentence, first) or _precedes_office(sentence, first, i + 1))


def _is_name(sentence: Sentence, i: int) -> bool:
    printed, words = sentence.printed[i], sentence.words
    if printed in words.surnames or (i > 0 and printed in _SUFFIXES and continues_name(sentence, i)):
        return True
    family = _is_family_in_capitals(sentence, i)
    if not sentence.is_capital(i) or (sentence.tokens[i].is_abbreviation and not family) or printed in words.titles:
        return False
    match = sentence.known_at(i)
    if match is None or (match.known.label == "CITY" and printed in words.given_names):
        return True
    if match.known.label not in PLACES or sentence.tokens[i].key not in words.listed_given_names:
        return False
    return _is_town_before_family(sentence, i, match)


def _is_town_before_family(sentence: Sentence, i: int, match: NameMatch) -> bool:
    """Whether a given name that is a place's, too, stands before a family name or an initial: *Herve* Delphin."""
    ahead = _skip_initials(sentence, i + 1)
    if not continues_name(sentence, ahead):
        return False
    if _are_towns_of_person(sentence, i):
        return True
    own = is_own_word(sentence, ahead) and (match.known.label == "CITY" or _is_listed_family(sentence, ahead))
    return own or (ahead > i + 1 and sentence.is_capital(ahead) and may_be_family(sentence, ahead))


def _is_chinese_given(sentence: Sentence, i: int) -> bool:
    """Whether a Chinese town's name is a given one, after a surname in capitals: ZHOU *Lixin*."""
    family = sentence.printed[i - 1]
    if family.upper() not in sentence.words.surnames or not (family.isupper() or family.istitle()):
        return False
    city = get_known_city(sentence.printed[i])
    return city is not None and city.country_code in ("CN", "TW")


def _is_given(sentence: Sentence, i: int, last: int) -> bool:
    return i < last and sentence.printed[i][1:].islower() and sentence.follows(i)


def _is_titled(sentence: Sentence, first: int) -> bool:
    """Whether a title stands before: "Mr. Jan Novak", "Vice Mayor LIN Dajun", "mayor Novak", "his wife Marta"."""
    if first > 0 and sentence.follows(first) and _is_small_title(sentence, first):
        return True
    at = first - 1
    while at > 0 and sentence.printed[at] in sentence.words.title_parts and sentence.follows(at + 1):
        at -= 1
    if at < 0 or not _is_title(sentence, at):
        return False
    return _TITLE_GAP.fullmatch(sentence.gap_before(at + 1)) is not None


def _is_small_title(sentence: Sentence, first: int) -> bool:
    """Whether an office in small letters or a relation stands directly before a name."""
    before, words, key = sentence.printed[first - 1], sentence.words, sentence.tokens[first].key
    if before in words.relations or before in words.town_offices:
        return is_own_word(sentence, first) or key in words.listed_given_names or key in words.listed_family_names
    office = before.islower() and before.capitalize() in words.titles
    return office and not sentence.known_at(first) and key in words.listed_family_names


def _is_title(sentence: Sentence, i: int) -> bool:
    """Whether a word is a title as printed, or with its second part in small letters: Vice-*chairman*."""
    printed = sentence.printed[i]
    if printed in sentence.words.titles or ("-" in printed and printed.title() in sentence.words.titles):
        return True
    return _is_excellency(sentence, i)


def _follows_office(sentence: Sentence, first: int) -> bool:
    """Whether an office in small letters stands before: "deputy mayor Jan Novak", "the mayor of Brno, Jan Novak"."""
    word = sentence.printed[first - 1] if first else ""
    office = _singular(word.capitalize() if word.islower() else word) in sentence.words.offices
    if office and sentence.follows(first) and (word.islower() or _is_office_of_words(sentence, first - 1)):
        return True
    offices = _OFFICE_BEFORE.findall(sentence.text_before(first))
    if any(office.capitalize() in sentence.words.titles for office in offices):
        return True
    return find_office_of_place(sentence, first) is not None or stands_behind_body(sentence, first)


def _names_office(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name stands between commas behind the office that its bearer has: the rector, *Jan Novak*, spoke."""
    between = first > 0 and sentence.gap_before(first) == ", " and sentence.text_after(last).startswith(",")
    if not between:
        return False
    office = sentence.printed[first - 1].capitalize()
    return office in sentence.words.titles or office in sentence.words.offices


def _is_office_of_words(sentence: Sentence, i: int) -> bool:
    """Whether a capitalised office stands behind words that say which one it is: Chief Resilience *Officer*."""
    first = i
    while first > 0 and sentence.is_capital(first - 1) and sentence.follows(first):
        first -= 1
    parts = sentence.words.title_parts
    known = all(sentence.printed[j] in parts or sentence.context.is_word(sentence.lower[j]) for j in range(first, i))
    return known and (first < i or first == 0)


def find_office_of_place(sentence: Sentence, first: int) -> int | None:
    """Return where the place begins that stands between an office and a person's name: "Consul to *Chengdu* Anna Berg"."""
    if first < 2 or not sentence.follows(first):
        return None
    place = sentence.known_at(first - 1)
    if place is None:
        # "Mayor of Zavidovo Amir Begic": an unknown town before a given name.
        named = sentence.tokens[first].key in sentence.words.listed_given_names and sentence.is_capital(first + 1)
        town = is_own_word(sentence, first - 1) and sentence.printed[first - 1] not in sentence.words.leading_heads
        unknown = town and named and sentence.printed[first - 2] == "of"
        return first - 1 if unknown and first > 2 and _is_office(sentence, first - 3) else None
    if place.known.label not in PLACES or place.last != first:
        return None
    at = place.first - 1
    if at >= 0 and sentence.lower[at] in sentence.words.town_offices and sentence.follows(place.first):
        return place.first  # "Mayor Ankara Mansur Yilmaz"
    at -= at > 0 and sentence.printed[at] == "the"
    posted = at > 0 and sentence.printed[at] in _POSTED and sentence.follows(at)
    return place.first if posted and _is_office(sentence, at - 1) else None


def stands_behind_body(sentence: Sentence, first: int) -> bool:
    """Whether a person begins directly behind the body of the office: "Chairman of the Chamber of Mines *Anna Berg*"."""
    if not _may_be_last_words(sentence, first):
        return False
    at, words = first - 1, sentence.words
    while at > 0 and sentence.follows(at) and first - at < _BODY_REACH:
        at -= 1
        if _is_office(sentence, at):
            return not _POSTED.isdisjoint(sentence.printed[at + 1 : first - 1])
        if not sentence.is_capital(at) and sentence.lower[at] not in words.unspelt_words:
            return False
    return False


def _may_be_last_words(sentence: Sentence, first: int) -> bool:
    """Whether the last two of several capitalised words may be a person's behind those of a body.

    They begin with a listed given name, or are unknown words behind what ends a body's name.
    """
    last, words = first + 2, sentence.words
    inside = first > 2 and sentence.follows(first) and sentence.is_capital(first - 1)
    ends = (
        sentence.follows(first + 1)
        and sentence.is_capital(first + 1)
        and not (sentence.follows(last) and sentence.is_capital(last))
    )
    if not (inside and ends) or sentence.known_at(first) or sentence.known_at(first + 1):
        return False
    before = sentence.lower[first - 1]
    if sentence.printed[first - 1] in words.leading_heads:
        return False  # "Universidad Juan Carlos"
    if _is_listed(sentence, first) and may_be_family(sentence, first + 1):
        return True
    ended = (before,) in words.heads.values or before in words.topics or before in words.place_kinds
    ended = ended or sentence.is_place(first - 1)
    return ended and is_own_word(sentence, first) and is_own_word(sentence, first + 1)


def _is_office(sentence: Sentence, i: int) -> bool:
    printed, offices = sentence.printed[i], sentence.words.offices
    return printed in offices or printed.capitalize() in offices


def _precedes_office(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an office stands after the name: "Jan Novak, Vice Mayor of Brno"."""
    if last >= len(sentence) or not _OFFICE_FOLLOWS.fullmatch(sentence.gap_before(last)):
        return False
    at, parts = last, sentence.words.title_parts
    # The comma before the first word of an office is looked at above; its other words follow one another.
    while at + 1 < len(sentence) and sentence.printed[at].capitalize() in parts and sentence.follows(at + 1):
        at += 1
    while at < last + _OFFICE_REACH and sentence.is_capital(at) and sentence.follows(at + 1) and not _is_office(sentence, at):
        at += 1  # "Senior External Expert", "FEDARENE President"
    office = at < len(sentence) and _is_office(sentence, at)
    if office and sentence.follows(at + 1) and sentence.is_capital(at + 1) and not sentence.known_at(at + 1):
        return False  # "Danfoss Drives, Director Jan Novak": the office is the next one's
    listed = last - first > 1 and _is_listed(sentence, first)
    return office and (listed or any(is_own_word(sentence, i) or len(sentence.printed[i]) == 1 for i in range(first, last)))


def _singular(word: str) -> str:
    return word.removesuffix("s")
