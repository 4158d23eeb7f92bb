"""Whether a text speaks of an activity that is still to come, and what makes that doubtful."""

from dataclasses import dataclass
from functools import lru_cache

from ucap.extractors.fields.activity_kinds import counts, list_sentences
from ucap.extractors.fields.activity_words import Hit, all_phrases, index_list
from ucap.extractors.fields.not_held import find_cancelled, find_prevented, find_undone
from ucap.extractors.fields.sentence_roles import Sentence, is_verb, list_roles
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.vocabularies.form_lists import PlannedWords

_REMEMBERED = 64
"""Texts whose plan is kept: the plan and its doubt are asked one after the other. Chosen."""
_TITLE_WORDS = 3
"""Most words of a first sentence that is a title of the next: `Anniversary. Both mayors intend to meet`. Chosen."""
_PAST_REACH = 2
"""How many words before `planned` may say that it is an old plan: `was at first planned`. Chosen."""
_PRESENT = frozenset({"is", "are", "be", "being"})


@dataclass(frozen=True)
class _Plan:
    planned: bool = False
    doubt: str | None = None


def says_planned(text: str) -> bool:
    """Return whether the first sentence of a text speaks of something still to come.

    >>> says_planned("A workshop is planned for autumn"), says_planned("The workshop was held")
    (True, False)
    """
    return _read_plan(text).planned


def find_plan_doubt(text: str) -> str | None:
    """Return the words of a text's first sentence that may say that it is still to come, where it is not certain.

    >>> find_plan_doubt("Second visit under discussion"), find_plan_doubt("Visit planned"), find_plan_doubt("Visit to PLACE")
    ('under discussion', None, None)
    """
    return _read_plan(text).doubt


@lru_cache(_REMEMBERED)
def _read_plan(text: str) -> _Plan:
    sentences = list_sentences(text.partition("\n")[0])
    plan = _read_sentence(sentences[0]) if sentences else _Plan()
    if plan == _Plan() and len(sentences) > 1 and _is_title(sentences[0]):
        return _read_sentence(sentences[1])
    return plan


def _is_title(sentence: Sentence) -> bool:
    """Whether a sentence only names what the next one tells of."""
    return len(sentence) <= _TITLE_WORDS and not all_phrases().find(sentence) and not any(map(is_verb, sentence))


def _read_sentence(sentence: Sentence) -> _Plan:
    words = load_vocabulary("activities")["planned"]
    off = [hit.first for hit in find_cancelled(sentence)]  # "The visit foreseen for May was cancelled"
    if _begins_as_plan(sentence, words):
        return _Plan(not off)  # "Planned visit, cancelled"
    done = [hit.first for hit in index_list(tuple(words["done"])).find(sentence)]
    # "decide whether it is to be held"
    clauses = [at for at in range(1, len(sentence)) if sentence[at] in list_roles("clauses") and sentence[at] != "if"]
    clauses += [at for at in range(1, len(sentence)) if sentence[at] == "if" and at not in sentence.breaks]

    def is_ruled_out(at: int) -> bool:
        # "Signature of the agreement is envisaged": what the plan is said of was not done.
        of_noun = sentence[at] in ("is", "are") and sentence.breaks.isdisjoint(range(1, at + 1))
        return any(before < at and not (of_noun and sentence[before] == "signature") for before in (*done, *clauses))

    plans = [hit.first for hit in index_list(tuple(words["phrases"])).find(sentence)]
    undone = find_undone(sentence)  # "A webinar instead of the visit foreseen"
    plans = [at for at in (*plans, *_list_plans(sentence, words)) if at not in undone and not _is_old(sentence, at, words)]
    if any(not is_ruled_out(at) and all(mark <= at for mark in off) for at in plans):
        return _Plan(planned=True)
    if off or find_prevented(sentence):
        return _Plan()
    return _Plan(doubt=_find_doubt(sentence, words))


def _begins_as_plan(sentence: Sentence, words: PlannedWords) -> bool:
    """Whether a sentence begins with a word for what is to come: `planned workshop`, `the next workshop`."""
    first = _skip_determiners(sentence)
    if sentence[first : first + 1] == () or sentence[first] not in words["first_words"]:
        return False
    if first or sentence[first] in words["possible"]:
        return not _tells(sentence[first + 1 :], words)  # "The planned visit went ahead"
    return not _plans_nothing(sentence)


def _skip_determiners(sentence: Sentence) -> int:
    first = 0
    while first < len(sentence) and (sentence[first] in list_roles("determiners") or sentence[first].isdecimal()):
        first += 1
    return first


def _plans_nothing(sentence: Sentence) -> bool:
    """Whether the first word of a plan is none there: `planning workshop`, `expected results were discussed`."""
    kinds = all_phrases()
    if sentence[0] == "planning" and (kinds.match_at(sentence, 0) or kinds.match_at(sentence, 1)):
        return True
    return any(
        word in ("was", "were") and at + 1 < len(sentence) and sentence[at + 1].endswith("ed")
        for at, word in enumerate(sentence)
    )


def _tells(words_said: tuple[str, ...], words: PlannedWords) -> bool:
    """Whether words tell of what was done: a verb that is neither of the present nor one of planning is among them."""
    told = {*list_roles("doing"), *words["done"]}
    return any((is_verb(word) or word in told) and word not in {*_PRESENT, *words["participles"]} for word in words_said)


def _tells_of_past(sentence: Sentence) -> bool:
    past = {*list_roles("doing"), "was", "were", "had", "met", "went", "came"}
    return any(word in past or word.endswith("ed") for word in sentence)


def _is_old(sentence: Sentence, at: int, words: PlannedWords) -> bool:
    """Whether a plan is told as one that was: `was first planned for March`, `originally foreseen as a visit`."""
    return any(word in words["past"] for word in sentence[max(at - _PAST_REACH, 0) : at])


def _list_plans(sentence: Sentence, words: PlannedWords) -> list[int]:
    """Return where a sentence says of what it names that it is planned, what is to be done, or under which condition."""
    plans = []
    kinds = {hit.last for hit in all_phrases().find(sentence) if counts(sentence, hit)}
    for at in range(1, len(sentence)):
        word, before = sentence[at], sentence[:at]
        if word in words["participles"]:
            # "is also hoped", "Workshop foreseen in PLACE", "Visit of the mayor to PLACE expected", but "as planned"
            present = any(one in _PRESENT for one in sentence[max(at - 2, 0) : at])
            ends = at + 1 == len(sentence) or at + 1 in sentence.breaks
            noted = at in kinds or (ends and sentence[at - 1] not in words["comparing"] and not any(map(is_verb, before)))
            plans += [at] if present or (noted and not any(map(is_verb, sentence[at + 1 :]))) else []
        elif word == "to" and at + 1 < len(sentence):
            plans += [at] if _is_to_do(sentence, at, words) else []
    for hit in _list_conditions(sentence, words):
        apart = hit.first == 0 or hit.first in sentence.breaks
        if apart and (hit.first or not _tells_of_past(sentence)):
            plans.append(hit.first)  # "Return visit to PLACE, if the situation allows", "If flights resume, the cooks travel"
    return plans


def _list_conditions(sentence: Sentence, words: PlannedWords) -> list[Hit]:
    """Return the words that begin a condition behind nothing that was done: `if the borders open`, but not `once a week`."""
    return [
        hit
        for hit in index_list(tuple(words["conditions"])).find(sentence)
        if hit.last < len(sentence)
        and sentence[hit.last] not in words["comparing"]
        and not _tells(sentence[: hit.first], words)
    ]


def _is_to_do(sentence: Sentence, at: int, words: PlannedWords) -> bool:
    """Whether `to` with its verb says what is still to be done: `is to arrive`, `guide to be published`, `study to follow`."""
    before, verb = sentence[:at], sentence[at + 1]
    behind = sentence[at + 2] if at + 2 < len(sentence) else ""
    # "The delegation is to arrive", but "the aim is to save water"
    if before[-1] in ("is", "are") and not verb.isupper() and {*words["aims"]}.isdisjoint(before):
        return True
    if any(map(is_verb, before)):
        return False
    # "Fire chief to visit PLACE", but "mission to visit PLACE"
    named = any(hit.first < at for hit in all_phrases().find(sentence))
    if verb in words["headlines"] and not named and sentence.breaks.isdisjoint(range(at + 1)):
        return True
    if {*before} & {*words["subjects"]}:
        return False  # "Talks on the bridge to be built"
    intransitive = not behind or at + 2 in sentence.breaks or behind in list_roles("prepositions")
    return (verb == "be" and _is_participle(behind)) or (verb in words["events"] and intransitive)


def _is_participle(word: str) -> bool:
    return is_verb(word) or word.endswith(("en", "wn")) or word in load_vocabulary("activities")["planned"]["irregular"]


def _find_doubt(sentence: Sentence, words: PlannedWords) -> str | None:
    """Return the words by which it is doubtful whether a sentence tells of something still to come."""
    first = _skip_determiners(sentence)
    if sentence[first : first + 1] and sentence[first] in words["doubtful_first"] and not _tells(sentence[first + 1 :], words):
        return sentence[first]
    # "Workshop on what may be done": a clause of its own tells of something else
    clauses = {*list_roles("clauses"), *list_roles("others")}
    end = next((at for at in range(1, len(sentence)) if sentence[at] in clauses), len(sentence))
    phrases = [hit for hit in index_list(tuple(words["doubtful"])).find(sentence) if not _tells(sentence[: hit.first], words)]
    # "Launch of the tickets once tests are complete"
    phrases += [hit for hit in _list_conditions(sentence, words) if {*sentence[: hit.first]}.isdisjoint(words["subjects"])]
    if said := [" ".join(hit.phrase) for hit in phrases if hit.first < end]:
        return said[0]
    signs = {"to", "being", *words["participles"], *words["weighing"], *words["modals"]}
    return next(filter(None, (_find_doubt_at(sentence, at, words) for at in range(1, end) if sentence[at] in signs)), None)


def _find_doubt_at(sentence: Sentence, at: int, words: PlannedWords) -> str | None:
    """Return the words at a place that leave a doubt: `was planned for`, `of the mayor expected in`, `may meet`."""
    word, before = sentence[at], sentence[:at]
    behind = sentence[at + 1] if at + 1 < len(sentence) else ""
    if word in words["participles"] and any(one in words["past"] for one in before[-_PAST_REACH:]):
        # "The visit was planned for March", but not "First planned as a visit, the talks took place"
        return None if _tells(tuple(one for one in sentence if one not in words["past"]), words) else word
    if _tells(before, words) or not behind:
        return None
    if word in words["participles"]:
        after_noun = before[-1] not in words["comparing"] and {*before}.isdisjoint(words["subjects"])
        timed = behind in list_roles("prepositions") or behind in list_roles("complements")
        return word if after_noun and timed else None
    if before[-1] in ("is", "are") and (word in words["weighing"] or (word == "being" and _is_participle(behind))):
        return f"{word} {behind}" if word == "being" else f"{before[-1]} {word}"
    if word in words["modals"]:
        return None if behind.isdecimal() or before[-1] in list_roles("prepositions") else f"{word} {behind}"
    to_follow = behind in words["events"] and at + 2 == len(sentence)
    to_be = behind == "be" and at + 2 < len(sentence) and _is_participle(sentence[at + 2])
    return " ".join(sentence[at : at + 3]) if word == "to" and (to_follow or to_be) else None
