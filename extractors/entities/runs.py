"""Where capitalised words belong together: runs of them, what joins runs, and how far a name goes on after its head noun."""

import re
from collections.abc import Iterator

from ucap.extractors.entities.words import ENGLISH_JOINERS, PLACES, Head, SentenceWords

_SURROUNDINGS = frozenset({"Region", "District", "Area"})
_TIERS = frozenset({"City", "County", "Town", "District", "Borough", "Parish"})
_YEAR = re.compile(r"20\d\d")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_COMPLEMENT_JOINERS = frozenset({"of", "for", "on", "to", "in"})


class SentenceRuns(SentenceWords):
    """One sentence's runs of capitalised words; ranges are of tokens, [first, last)."""

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Yield maximal runs of capitalised words, joined as names join them."""
        first = 0
        while first < len(self.tokens):
            if not self._is_capital(first):
                first += 1
                continue
            last = first + 1
            while (extended := self._extend(first, last)) > last:
                last = extended
            yield first, last
            first = last

    def _extend(self, first: int, last: int) -> int:
        """Return where the run [first, last) may go on to, or `last`."""
        tokens, n = self.tokens, len(self.tokens)
        if last >= n:
            return last
        if not self._adjacent(last - 1):
            return last + 2 if self._is_dashed_pair(last) else last
        if self._is_capital(last):
            return last + 1
        ahead = last
        while ahead < n and tokens[ahead].text in self.words.foreign_joiners and self._adjacent(ahead - 1):
            ahead += 1
        ahead = self._small_words_end(last, ahead)
        if ahead > last and ahead < n and self._adjacent(ahead - 1) and self._is_capital(ahead):
            return ahead + 1
        return last + 2 if self._joins_next(first, last) else last

    def _small_words_end(self, last: int, ahead: int) -> int:
        """Return where a small word ends between the joiners after a foreign head: Société de *transport de* Montréal."""
        joiners, beyond = self.words.foreign_joiners, ahead + 1
        small = ahead > last and self.tokens[last - 1].text in self.words.leading_heads and beyond < len(self.tokens)
        if not small or not self.tokens[ahead].text.islower() or not self._adjacent(ahead - 1):
            return ahead
        while beyond < len(self.tokens) and self.tokens[beyond].text in joiners and self._adjacent(beyond - 1):
            beyond += 1
        return beyond if beyond > ahead + 1 else ahead

    def _joins_next(self, first: int, joiner: int) -> bool:
        """Whether a small word or a number stands within a name that goes on with a capital."""
        if not self._is_capital(joiner + 1) or not self._adjacent(joiner):
            return False
        word = self.tokens[joiner].text
        if word == "of":
            return self.tokens[joiner - 1].lower == "internet"  # "World Internet of Things Exposition"
        if word == "in" and joiner > 1 and self.tokens[joiner - 1].text == "Invest":
            return self._is_place(joiner + 1)  # "Invest in Bavaria", where no sentence begins
        if _YEAR.fullmatch(word) and self.tokens[joiner - 1].lower not in self.words.calendar:
            return self._head_ending(joiner + 1, joiner + 2) is not None  # "Plovdiv 2019 Foundation"
        # "Guangdong 21st Century Maritime Silk Road Expo"
        ordinal = _ORDINAL.fullmatch(word) is not None
        return ordinal or (word in ENGLISH_JOINERS and self._joins_topics(first, joiner))

    def _is_dashed_pair(self, second: int) -> bool:
        """Whether a dash stands between two places and a name goes on: "Andalusia – China Business Conference"."""
        dashed = re.fullmatch(r"\s*[–—-]\s*", self._gap(second - 1)) is not None
        places = self._is_place(second - 1) and self._is_place(second)
        return dashed and places and self._is_capital(second + 1) and self._adjacent(second)

    def _joins_topics(self, first: int, joiner: int) -> bool:
        """Whether "and" joins two topics of one body: Development *and* Reform Commission."""
        after = joiner + 1
        left, right = self.tokens[joiner - 1], self.tokens[after]
        if left.text in _TIERS and right.text in _TIERS and joiner - first > 1:
            return True  # "Limerick City and County Council"
        if self._joins_company(first, joiner):
            return True
        if self._joins_up_to_head(first, joiner):
            return True
        if self._is_place(joiner - 1) or self._is_place(after) or self._head_ending(first, joiner):
            return left.lower in self.words.topics and right.lower in self.words.topics
        return left.lower in self.words.topics and (right.lower in self.words.topics or (right.lower,) in self.words.heads)

    def _joins_company(self, first: int, joiner: int) -> bool:
        """Whether "&" stands before what a company's name ends in: SIASUN Robot *&* Automation."""
        head = self._head_ending(joiner + 1, joiner + 2)
        ends = joiner + 2 >= len(self.tokens) or not self._is_capital(joiner + 2) or not self._adjacent(joiner + 1)
        company = self.tokens[joiner].text == "&" and head is not None and head.label == "ORG" and not head.strong and ends
        return company and any(self._is_own_word(i) or self._is_free_abbreviation(i) for i in range(first, joiner - 1))

    def _joins_up_to_head(self, first: int, joiner: int) -> bool:
        """Whether words on both sides lead to one head: Taiyuan Housing *and* Real Estate Administration."""
        last = joiner + 2
        while last < len(self.tokens) and self._is_capital(last) and self._adjacent(last - 1):
            last += 1
        head = self._head_ending(joiner + 1, last)
        if head is None or head.size >= last - joiner - 1:
            return False
        if head.label == "ORG" and self._pairs_words(first, joiner, head):
            return True
        alone = self._is_place(joiner - 1) or self._head_ending(first, joiner) is not None
        if joiner - first < 2 or not head.strong:
            return False
        own = any(self._is_place(i) or self._is_own_word(i) or self._is_free_abbreviation(i) for i in range(joiner + 1, last))
        if alone or own:
            return False
        topical = self.tokens[joiner - 1].lower in self.words.topics
        return (head.label == "ORG" and topical) or (head.label == "EVENT" and self._is_place(first))

    def _pairs_words(self, first: int, joiner: int, head: Head) -> bool:
        """Whether the words beside "and" belong together whatever they are."""
        if head.strong and self._is_place(joiner - 1) and self.tokens[joiner + 1].text in _SURROUNDINGS:
            return True  # "Toronto and Region Conservation Authority"
        # "Poznań Supercomputing and Networking Center"
        gerunds = all(self.tokens[i].lower.endswith("ing") for i in (joiner - 1, joiner + 1))
        return gerunds and joiner - first > 1 and self._is_place(first)

    def _complement_end(self, end: int) -> int:
        """Return where a complement after a head ends ("... of Science and Technology"), or `end`."""
        tokens = self.tokens
        if end + 1 >= len(tokens) or not (self._adjacent(end - 1) and self._adjacent(end)):
            return end
        joiner, head = tokens[end].text, tokens[end - 1].lower
        heads = self.words.complement_heads if joiner in ("of", "for") else self.words.posted_heads
        if joiner == "in" and head == "university" and self._is_of_people(end - 1):
            heads = self.words.complement_heads  # "Czech Technical University in Prague"
        elif joiner == "in" and head not in self.words.outposts and self._is_place_label(end + 1, "CITY"):
            return end  # "Conference in Zhenjiang"
        if joiner not in _COMPLEMENT_JOINERS or head not in heads:
            return end
        last = self._capitals_end(end + 1, end)
        posted = last > end and tokens[end - 1].lower in self.words.posted_heads and last + 1 < len(tokens)
        if posted and tokens[last].text in ("in", "to") and self._adjacent(last - 1) and self._adjacent(last):
            # "German Chamber of Commerce in China"
            match = self.match_at.get(last + 1)
            last = match.last if match and match.known.label in PLACES else last
        return last

    def _is_of_people(self, last: int) -> bool:
        """Whether a people's adjective opens the capitalised words that end before `last`: *Slovak* Technical ..."""
        first = last
        while first > 0 and self._is_capital(first - 1) and self._adjacent(first - 1):
            first -= 1
        return any(self.tokens[i].lower in self.words.nationalities for i in range(first, last))

    def _capitals_end(self, at: int, end: int) -> int:
        """Return where the capitalised words of a complement end that may begin at `at`, or `end` where it is none."""
        tokens, n = self.tokens, len(self.tokens)
        if tokens[at].text == "the" and at + 1 < n and self._adjacent(at):
            at += 1
        if not self._is_capital(at) or (tokens[at].lower in self.words.nationalities and not self._is_capital(at + 1)):
            return end
        if tokens[at].lower in self.words.calendar:  # "... Commission on Monday"
            return end
        last = at + 1
        while last < n:
            chained = tokens[last].text == "of" and self._is_capital(last + 1) and self._adjacent(last)
            if self._adjacent(last - 1) and (self._is_capital(last) or chained):
                last += 1
            elif (listed := self._joined_topic_end(last)) > last:
                last = listed
            else:
                break
        return last

    def _joined_topic_end(self, last: int) -> int:
        """Return where a list of topics goes on to: ", Urban-Rural Development" and "and Technology"."""
        gap, tokens = self._gap(last - 1), self.tokens
        if self._is_place(last - 1) or self._is_own_word(last - 1) or self._is_free_abbreviation(last - 1):
            return last
        if gap.isspace() and tokens[last].text in ENGLISH_JOINERS and self._is_capital(last + 1):
            right = last + 1
        elif re.fullmatch(r",\s", gap) and self._is_capital(last) and self._topic_list_ends(last):
            right = last
        else:
            return last
        run_end = right + 1
        while run_end < len(tokens) and self._is_capital(run_end) and self._adjacent(run_end - 1):
            run_end += 1
        # "Bureau of Commerce and Hefei University": a name of its own follows.
        own_name = any(
            i in self.match_at or self._is_own_word(i) or self._is_free_abbreviation(i) for i in range(right, run_end)
        )
        # "Foundation for Research and Technology Hellas": the topics go on first.
        own_name = own_name and not (tokens[last - 1].lower in self.words.topics and tokens[right].lower in self.words.topics)
        head = self._head_ending(right, run_end)
        headed = head is not None and head.strong and tokens[run_end - 1].lower not in self.words.topics
        return last if own_name or headed else run_end

    def _topic_list_ends(self, first: int) -> bool:
        """Whether a comma list of capitalised topics comes to its "and" before the clause ends."""
        clause = re.match(
            r"(?:[A-Z][\w-]*(?:\s[A-Z][\w-]*)*,\s)*[A-Z][\w-]*(?:\s[A-Z][\w-]*)*,?\s(?:and|&)\s[A-Z]",
            self.text[self.tokens[first].start :],
        )
        return clause is not None and self.tokens[first].lower in self.words.topics

    def _trailing_end(self, end: int, last: int, kind: Head) -> int:
        """Return where a name ends that goes on after its head: a place (Science Park Graz), an edition (Expo 2021)."""
        at = end
        if kind.label in ("EVENT", "PROGRAMME") and self._has_edition(at):
            return at + 1
        while at < last and self._adjacent(at - 1) and (match := self.match_at.get(at)) and match.known.label in PLACES:
            at = match.last
        return at
