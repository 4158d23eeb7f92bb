"""Activities of a large dataset, kept in a file while they are linked: in memory they would need some hundred megabytes."""

import pickle
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from ucap.publishing.events.mention import EventMention

_AT_HAND = 500
"""Activities that stay in memory, some 3 MB: those of a U-CAP and of its partners are needed again and again. 2,000 took 12 MB
and were no faster over 2,164 U-CAPs.
"""


class MentionStore(Mapping[str, EventMention]):
    """Activities by their ids, in the order in which they were added; each also has a number, counted from 0."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep them in a file without a name in this folder, or in memory where there is none."""
        self._file: IO[bytes] | None = tempfile.TemporaryFile(dir=folder) if folder else None  # noqa: SIM115 (closed with the store)
        self._starts = array("q")
        self._end = 0
        self._at_hand: OrderedDict[int, EventMention] = OrderedDict()
        self._numbers: dict[str, int] = {}
        self.ids: list[str] = []

    def add(self, mention: EventMention) -> int:
        """Keep an activity, and return its number."""
        number = self._numbers.setdefault(mention.activity_id, len(self.ids))
        assert number == len(self.ids), "each activity is added once"
        self.ids.append(mention.activity_id)
        if self._file is None:
            self._at_hand[number] = mention
            return number
        data = pickle.dumps(mention, pickle.HIGHEST_PROTOCOL)
        self._starts.append(self._end)
        self._end += self._file.write(data)
        return number

    def load(self, number: int) -> EventMention:
        """Return an activity by its number."""
        found = self._at_hand.get(number)
        if self._file is None or found is not None:
            assert found is not None, "without a file all are in memory"
            return found
        self._file.seek(self._starts[number])
        mention: EventMention = pickle.load(self._file)
        self._at_hand[number] = mention
        if len(self._at_hand) > _AT_HAND:
            self._at_hand.popitem(last=False)
        return mention

    def find_number(self, activity_id: str) -> int | None:
        """Return the number of an activity; None where it is not there."""
        return self._numbers.get(activity_id)

    def __getitem__(self, activity_id: str) -> EventMention:
        """Return an activity by its id."""
        return self.load(self._numbers[activity_id])

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        return iter(self.ids)

    def __len__(self) -> int:
        """Return the number of activities."""
        return len(self.ids)
