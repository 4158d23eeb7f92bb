"""Assertions between a version and the one before it: what a broken reader or a missing folder must not replace."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.commands import invoke_ucap, make_raw
from tests.example_outputs import latest_version
from tests.example_readings import make_quarantined, make_reading
from ucap.flows.basics.settings import Settings
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.assertions import FailedAssertion, Limits, accept_version, check_assertions, name_assertions
from ucap.publishing.errors import RejectedVersionError
from ucap.publishing.manifest import load_manifest
from ucap.publishing.profile import (
    COUNTED,
    UNWATCHED,
    WATCHED,
    CorrectionFate,
    Profile,
    count_rows,
    find_same_parts,
    profile_version,
    watched_columns,
)
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import all_schemas
from ucap.schemas.reading import Reading

LETTERS = "abcdefghijklmnopqrst"


def sound(count: int = 20) -> list[Reading]:
    return [make_reading(f"{letter}.pdf", lead=f"Town{letter}") for letter in LETTERS[:count]]


def change(readings: Sequence[Reading], count: int, **columns: Any) -> list[Reading]:
    """Return the readings with columns of the first ones' tables replaced: `activities=()`, or `population=None`."""
    changed = []
    for reading in readings[:count]:
        ucap = reading.ucap
        assert ucap
        if "population" in columns:
            ucap = replace(ucap, cities=tuple(city.model_copy(update=columns) for city in ucap.cities))
        elif not {"contact_email", "partner_cities", "objectives", "period_start"}.isdisjoint(columns):
            ucap = replace(ucap, summary=ucap.summary.model_copy(update=columns))
        elif "activities" in columns:
            ucap = replace(ucap, entities=(), **columns)
        else:
            ucap = replace(ucap, **columns)
        changed.append(replace(reading, ucap=ucap))
    return [*changed, *readings[count:]]


def quarantine(count: int) -> list[Reading]:
    return [make_quarantined(f"bad{number}.pdf") for number in range(count)]


def profile(readings: Sequence[Reading]) -> Profile:
    """Profile readings as if they were published."""
    tables = assemble_dataset(readings).tables
    statuses = Counter(tables["documents"]["status"].to_pylist())
    return Profile(statuses, {name: count_rows(tables[name], name) for name in COUNTED})


def assert_same_profile(first: Profile, second: Profile) -> None:
    assert first.statuses == second.statuses
    for name in COUNTED:
        assert first.counts[name].sort_by("ucap_id").equals(second.counts[name].sort_by("ucap_id"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            (1, 0),
            (0, 1),
            "1 document was published and 0 are now, 100 % fewer; 1 document is quarantined now.",
            id="one-to-none",
        ),
        pytest.param(
            (2, 0), (0, 2), "2 documents were published and 0 are now, 100 % fewer; 2 documents are quarantined now.", id="none"
        ),
        pytest.param(
            (1, 0), (-1, 0), "the U-CAP that was published before is not in this version, which has 1 U-CAP: ", id="another"
        ),
        pytest.param(
            (2, 0), (-2, 0), "none of the 2 U-CAPs that were published before is in this version, which has 2 U", id="others"
        ),
    ],
)
def test_a_fall_is_told_with_the_right_number(before: tuple[int, int], after: tuple[int, int], said: str) -> None:
    def make(published: int, refused: int) -> Profile:
        lead = "Kaunas" if published < 0 else "Turku"
        readings = [make_reading(f"{n}.pdf", lead=lead, partner=f"Hue{n}") for n in range(abs(published))]
        return profile([*readings, *quarantine(refused)])

    (failed,) = check_assertions(make(*after), make(*before), Limits())
    assert failed.name == "documents" and failed.details.startswith(said)


@pytest.mark.parametrize(
    ("before", "after", "failed"),
    [
        pytest.param(sound(), sound(), [], id="the-same"),
        pytest.param(sound(), sound(16), [], id="a-fifth-taken-away"),
        pytest.param(sound(), sound(13), ["documents"], id="a-third-taken-away"),
        pytest.param(sound(8), sound(4), [], id="half-taken-away"),
        pytest.param(sound(7), sound(2), ["documents"], id="five-of-seven-taken-away"),
        pytest.param(sound(3), sound(1), ["documents"], id="two-of-three-taken-away"),
        pytest.param(sound(2), sound(1), [], id="one-of-two-taken-away"),
        pytest.param(sound(7), [], ["documents"], id="folder-empty"),
        pytest.param(sound(1), [], ["documents"], id="the-only-one-taken-away"),
        pytest.param(sound(4), [], ["documents"], id="four-taken-away"),
        pytest.param(sound(4), quarantine(4), ["documents"], id="all-four-cannot-be-read-any-more"),
        pytest.param(sound(3), sound(6)[3:], ["documents"], id="another-folder"),
        pytest.param(sound(3), sound(20)[3:], ["documents"], id="another-and-larger-folder"),
        pytest.param(sound(3), sound(6)[2:], ["documents"], id="one-of-three-in-common"),
        pytest.param(sound(3), sound(6)[1:], [], id="two-of-three-in-common"),
        pytest.param(
            sound(3), change(sound(3), 2, results=()), ["rows:results", "fill:results.theme"], id="two-of-three-lose-results"
        ),
        pytest.param(
            sound(9),
            change(sound(9)[:3], 3, results=()),
            ["documents", "rows:results", "fill:results.theme"],
            id="six-are-taken-away-and-three-lose-results",
        ),
        pytest.param(sound(3), change(sound(3), 1, results=()), [], id="one-of-three-loses-its-results"),
        pytest.param(
            sound(2),
            change(sound(2), 2, activities=()),
            ["rows:activities", "rows:event_mentions"],
            id="both-of-two-lose-their-activities",
        ),
        pytest.param(quarantine(3), sound(3), [], id="nothing-published-before"),
        pytest.param(quarantine(3), [], [], id="nothing-published-before-or-now"),
        pytest.param(sound(10), [*sound(10), *quarantine(90)], [], id="a-folder-full-of-bad-files"),
        pytest.param(sound(), [*sound(12), *quarantine(8)], ["documents"], id="cannot-be-read-any-more"),
        pytest.param(sound(), change(sound(), 3, activities=()), [], id="three-lose-their-activities"),
        pytest.param(sound(), change(sound(), 8, results=()), ["rows:results", "fill:results.theme"], id="eight-lose-results"),
        pytest.param(sound(), change(sound(), 8, population=None), ["fill:cities.population"], id="eight-lose-populations"),
        pytest.param(sound(), change(sound(), 8, contact_email=None), ["fill:ucaps.contact_email"], id="eight-lose-contacts"),
        pytest.param(sound(), change(sound(), 8, partner_cities=[]), ["fill:ucaps.partner_cities"], id="eight-lists-empty"),
        pytest.param(sound(), change(sound(), 4, population=None), [], id="four-corrected"),
        pytest.param(change(sound(), 20, population=None), sound(), [], id="better-than-before"),
        pytest.param(sound(2), [*sound(2), *change(sound(12)[2:], 10, population=None)], [], id="new-ones-say-less"),
        pytest.param([], sound(), [], id="nothing-before"),
    ],
)
def test_falls_against_the_previous_version(before, after, failed):
    found = check_assertions(profile(after), profile(before), Limits())
    assert [assertion.name for assertion in found] == failed
    assert set(failed) <= set(name_assertions())


@pytest.mark.parametrize(
    ("readings", "least", "failed"),
    [
        pytest.param(sound(10), {"ucaps.title": 100}, [], id="filled"),
        pytest.param(change(sound(10), 8, population=None), {"cities.population": 11}, ["least:cities.population"], id="empty"),
        pytest.param(change(sound(10), 8, population=None), {"cities.population": 10}, [], id="just-enough"),
        pytest.param(change(sound(9), 9, population=None), {"cities.population": 100}, [], id="too-few-documents-to-say"),
        pytest.param(change(sound(10), 10, results=()), {"results.theme": 50}, [], id="no-rows"),
    ],
)
def test_least_fill(readings, least, failed):
    found = check_assertions(profile(readings), None, Limits(least_fill=least))
    assert [assertion.name for assertion in found] == failed


@pytest.mark.parametrize(
    ("columns", "failed"),
    [
        pytest.param({"objectives": None}, [], id="forms-without-a-row-of-objectives"),
        pytest.param({"period_start": None}, ["least:ucaps.period_start"], id="no-period-was-read"),
    ],
)
def test_a_first_version_is_refused_for_what_every_form_fills(columns, failed):
    found = check_assertions(profile(change(sound(12), 12, **columns)), None, Settings().limits)
    assert [assertion.name for assertion in found] == failed


def test_a_failed_assertion_says_by_how_much():
    old, new = profile(sound()), profile(change(sound(), 8, population=None))
    (failed,) = check_assertions(new, old, Limits())
    details = "20 values of cities.population became 12, 40 % fewer, in 8 of 20 U-CAPs that both versions have."
    assert failed == FailedAssertion("fill:cities.population", details)


APPLIED = CorrectionFate("corrections/a.yml", "applied", "1", None)
FAULT = CorrectionFate("corrections/a.yml", "invalid", None, "corrections/a.yml:3: it is not valid YAML.")


@pytest.mark.parametrize(
    ("before", "after", "failed"),
    [
        pytest.param([APPLIED], [APPLIED], [], id="the-same"),
        pytest.param([APPLIED], [], [], id="deleted"),
        pytest.param([APPLIED], [FAULT], ["corrections"], id="file-broken"),
        pytest.param([APPLIED, replace(APPLIED, entry_id="2")], [APPLIED, FAULT], ["corrections"], id="one-entry-broken"),
        pytest.param([APPLIED, APPLIED], [APPLIED, FAULT], ["corrections"], id="one-of-two-equal-ones-broken"),
        pytest.param([APPLIED], [replace(FAULT, file="corrections/b.yml")], [], id="deleted-while-another-file-is-broken"),
        pytest.param([APPLIED], [replace(APPLIED, file="corrections/b.yml"), FAULT], [], id="moved-to-another-file"),
        pytest.param([replace(APPLIED, status="stale")], [FAULT], [], id="was-not-applied"),
        pytest.param([APPLIED], [replace(APPLIED, status="stale"), FAULT], [], id="stale-now"),
        pytest.param([], [FAULT], [], id="a-new-broken-file"),
    ],
)
def test_corrections_that_were_applied_are_not_lost_to_a_faulty_file(before, after, failed):
    old = replace(profile(sound(2)), corrections=tuple(before))
    new = replace(profile(sound(2)), corrections=tuple(after))
    found = check_assertions(new, old, Limits())
    assert [assertion.name for assertion in found] == failed
    assert all("corrections/a.yml:3: it is not valid YAML." in assertion.details for assertion in found)


def test_limits_are_what_decides():
    old, new = profile(sound()), profile(sound(13))
    assert check_assertions(new, old, Limits(drop_percent=40)) == []
    assert check_assertions(new, old, Limits(drop_documents=7)) == []
    assert [failed.name for failed in check_assertions(new, old, Limits(drop_documents=6))] == ["documents"]


def test_a_refused_version_stays_beside_the_latest(tmp_path: Path):
    output = tmp_path / "out"
    first = publish_dataset(assemble_dataset(sound()), output)
    assert_same_profile(profile_version(first.path), profile(sound()))
    accept = partial(accept_version, output=output, limits=Limits())
    lesser = assemble_dataset(sound(4))
    with pytest.raises(RejectedVersionError) as refused:
        publish_dataset(lesser, output, accept=accept)
    assert latest_version(output) == first.version
    (candidate,) = (path for path in (output / "versions").iterdir() if path.name != first.version)
    assert str(candidate) in str(refused.value) and "--accept-drop documents" in str(refused.value)
    assert profile_version(candidate).published == 4
    with pytest.raises(RejectedVersionError):
        publish_dataset(lesser, output, accept=partial(accept, accepted=["rows:activities"]))
    publish_dataset(lesser, output, accept=partial(accept, accepted=["documents"]))
    assert latest_version(output) == candidate.name
    publish_dataset(lesser, output, accept=accept)  # nothing is asserted of what is the latest already
    with pytest.raises(RejectedVersionError):
        publish_dataset(assemble_dataset([]), output, accept=partial(accept, limits=Limits(drop_documents=3)))
    publish_dataset(assemble_dataset([]), output, accept=partial(accept, accepted=["all"], limits=Limits(drop_documents=3)))


def test_equal_parts_of_large_tables_are_not_read(tmp_path: Path):
    first, second = (
        publish_dataset(assemble_dataset(readings), tmp_path / name)
        for name, readings in (("one", sound()), ("two", change(sound(), 8, population=None)))
    )
    same = find_same_parts(load_manifest(first.path), load_manifest(second.path), tables=UNWATCHED)
    assert {name.partition("/")[0] for name in same} == {"entities", "sections", "evidence", "event_mentions"}
    new, old = profile_version(second.path, skip=same), profile_version(first.path, skip=same)
    assert new.counts["evidence"].num_rows == 0
    assert [failed.name for failed in check_assertions(new, old, Limits())] == ["fill:cities.population"]


@pytest.mark.parametrize(
    ("after", "limits", "is_read_whole"),
    [
        pytest.param(change(sound(), 1, population=None), Limits(), False, id="one-changed"),
        pytest.param(sound()[1:], Limits(), False, id="one-removed"),
        pytest.param(change(sound(), 8, population=None), Limits(), True, id="too-many-changed"),
        pytest.param(sound(8), Limits(), True, id="too-many-removed"),
        pytest.param(change(sound(), 8, evidence=()), Limits(), True, id="evidence-lost"),
        pytest.param(change(sound(), 1, population=None), Limits(least_fill={"cities.population": 45}), False, id="filled"),
        pytest.param(change(sound(), 3, population=None), Limits(least_fill={"cities.population": 45}), True, id="not-filled"),
    ],
)
def test_of_a_small_change_the_other_parts_are_not_read(
    after: list[Reading], limits: Limits, is_read_whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ucap.publishing.parts.KEYS_PER_PART", 2)
    publish_dataset(assemble_dataset(sound()), tmp_path)
    skipped: list[bool] = []

    def note(directory: Path, **options: Any) -> Profile:
        skipped.append(any(name.startswith("ucaps/") for name in options["skip"]))
        return profile_version(directory, **options)

    monkeypatch.setattr("ucap.publishing.assertions.profile_version", note)
    whole = check_assertions(profile(after), profile(sound()), limits)
    try:
        publish_dataset(assemble_dataset(after), tmp_path, accept=partial(accept_version, output=tmp_path, limits=limits))
        failed = []
    except RejectedVersionError as error:
        failed = list(error.names)
    assert failed == [one.name for one in whole]
    assert all(skipped) is not is_read_whole


def test_a_damaged_version_is_no_measure(tmp_path: Path):
    output = tmp_path / "out"
    publish_dataset(assemble_dataset(sound()), output)
    (output / "latest" / "cities" / "part-00000.parquet").write_bytes(b"")
    publish_dataset(assemble_dataset(sound(4)), output, accept=partial(accept_version, output=output, limits=Limits()))
    assert profile_version(output / "latest").published == 4


def test_watched_columns_are_columns():
    schemas = all_schemas()
    assert all(column in schemas[table].names for table, columns in WATCHED.items() for column in columns)
    assert len(watched_columns()) == len(set(watched_columns()))


def test_the_command_refuses_says_why_and_can_be_told_to_go_on(tmp_path: Path):
    output = tmp_path / "out"
    first = publish_dataset(assemble_dataset(sound()), output).version
    arguments = ("ingest", make_raw(tmp_path / "raw"), "--output", output)  # a folder that was not mounted is an empty one
    refused = invoke_ucap(*arguments)
    assert refused.returncode == 1 and latest_version(output) == first
    assert "documents: 20 documents were published and 0 are now, 100 % fewer" in refused.stderr
    assert invoke_ucap(*arguments, "--accept-drop", "rows:everything").returncode == 2
    accepted = invoke_ucap(*arguments, "--accept-drop", "documents")
    assert accepted.returncode == 0 and "which was refused before, is the latest now" in accepted.stdout
    assert latest_version(output) != first


def test_limits_can_be_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UCAP_LEAST_FILL", '{"ucaps.contact_email": 50}')
    monkeypatch.setenv("UCAP_DROP_DOCUMENTS", "2")
    assert Settings().limits == Limits(drop_documents=2, least_fill={"ucaps.contact_email": 50})
    with pytest.raises(ValidationError, match=r"ucaps\.colour is not among the watched columns"):
        Settings(least_fill={"ucaps.colour": 50})


def test_the_settings_watch_columns_that_there_are():
    least_fill = Settings.model_fields["least_fill"].default
    assert least_fill and least_fill.keys() <= set(watched_columns())
