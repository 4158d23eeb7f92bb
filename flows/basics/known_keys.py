"""Keys of settings that nobody reads: a misspelt key would leave its setting as it was, without a word."""

from collections.abc import Collection, Mapping

from ucap.flows.basics.errors import RunError

_LEAST_LIKE = 61
"""Per cent of likeness from which a key is suggested: `worker` and `workers` have 92, `timeout` and `timeout_seconds` 90,
`threads` and `reader` 62; `colour` and `output_folder` 49, `queue` and `schedule` 54."""


def check_keys(known: Collection[str], places: Mapping[str, Collection[str]], prefix: str) -> None:
    """Raise `RunError` for a key that is not `known`, with the place that has it and the nearest known key.

    `places` are the keys by place. Those that begin with `prefix` are variables, in capitals or not.

    >>> check_keys({"workers"}, {"ucap.toml": ["worker"]}, "UCAP_")
    Traceback (most recent call last):
    ucap.flows.basics.errors.RunError: worker in ucap.toml is not a setting: did you mean workers?
    """
    for place, keys in places.items():
        for key in keys:
            is_variable = key.upper().startswith(prefix)
            if (key.lower().removeprefix(prefix.lower()) if is_variable else key) not in known:
                raise RunError(_explain(place, key, prefix if is_variable else "", known))


def _explain(place: str, key: str, prefix: str, known: Collection[str]) -> str:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (needed only here)

    shown = key.upper() if prefix else key
    name = shown.removeprefix(prefix).lower()
    nearest = process.extractOne(name, sorted(known), scorer=fuzz.WRatio, score_cutoff=_LEAST_LIKE)
    if nearest is None:
        return f"{shown} in {place} is not a setting: remove it. The settings are {', '.join(sorted(known))}."
    return f"{shown} in {place} is not a setting: did you mean {prefix + nearest[0].upper() if prefix else nearest[0]}?"
