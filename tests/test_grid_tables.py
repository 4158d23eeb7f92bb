"""Tables drawn with signs: the quirks of those who draw them."""

import pytest

from ucap.extractors.readers.grid_tables import read_grid_rows, read_ruled_rows
from ucap.extractors.readers.pieces import join_text

GRIDS = [
    pytest.param(
        "+------+------+\n| City | Graz |\n+======+======+\n| Area | 1    |\n+------+------+\n",
        ["City|Graz", "Area|1"],
        id="header-border",
    ),
    pytest.param(
        "+----------+---------+\n| Duration | from    |\n| of coop- | 2018 to |\n| eration: | 2019    |\n"
        "+----------+---------+\n",
        ["Duration of cooperation:|from 2018 to 2019"],
        id="wrapped-cells",
    ),
    pytest.param(
        "+---------+-----------+\n| **Aims  | -   first |\n| and     |     item  |\n| more**  | - second  |\n"
        "+---------+-----------+\n",
        ["Aims and more|- first item / - second"],
        id="emphasis-and-items-over-lines",
    ),
    pytest.param(
        "+------+--------+\n| 城市 | 格拉茨 |\n+------+--------+\n| City | Graz   |\n+------+--------+\n",
        ["城市|格拉茨", "City|Graz"],
        id="chinese-takes-two-columns",
    ),
    pytest.param(
        "+---------+------+\n| City    | Graz |\n| Country | AT   |\n| Period  | 2018 |\n+---------+------+\n",
        ["City|Graz", "Country|AT", "Period|2018"],
        id="no-inner-borders",
    ),
    pytest.param(
        "+------+-----+-----+\n| Area | one | two |\n+------+-----+-----+\n| Aims | over both |\n+------+-----------+\n",
        ["Area|one|two", "Aims|over both|"],
        id="cell-over-two-columns",
    ),
    pytest.param(
        "+------+----------------+\n| Aims | Urban mobility |\n|      | – by rail      |\n+------+----------------+\n",
        ["Aims|Urban mobility – by rail"],
        id="dash-below-a-full-line-is-text",
    ),
    pytest.param(
        "+------+---------+\n| Aims | between |\n|      | the     |\n"
        "|      |         |\n|      | federal |\n+------+---------+\n",
        ["Aims|between the federal"],
        id="blank-line-before-a-long-word",
    ),
    pytest.param(
        "+------+----------+\n| Mail | some     |\n|      | one@b.eu |\n+------+----------+\n",
        ["Mail|someone@b.eu"],
        id="cut-address",
    ),
    pytest.param(
        "+------+--------+\n| When | J      |\n|      | anuary |\n|      | 2019   |\n+------+--------+\n",
        ["When|January 2019"],
        id="word-broken-where-it-fills-the-cell",
    ),
    pytest.param(
        "+------+--------+\n| Many | 6      |\n|      | 88’000 |\n+------+--------+\n",
        ["Many|688’000"],
        id="number-broken-within-a-group",
    ),
    pytest.param(
        "+------+--------+\n| Aims | green  |\n|      | public |\n|      | spaces |\n+------+--------+\n",
        ["Aims|green public spaces"],
        id="words-that-fill-the-cell",
    ),
    pytest.param(
        "+------+--------+\n| Aims | one\\   |\n|      | two    |\n+------+--------+\n",
        ["Aims|one / two"],
        id="hard-line-break",
    ),
    pytest.param("+------+\nno table\n", [], id="one-border"),
]


@pytest.mark.parametrize(("text", "rows"), GRIDS)
def test_grid(text: str, rows: list[str]) -> None:
    assert [write(row) for row in read_grid_rows(text)] == rows


RULED = [
    pytest.param(
        "-------- ------ ------\nCity     Graz   Kunming\nCountry  AT     CN\n-------- ------ ------\nafter\n",
        ["City|Graz|Kunming", "Country|AT|CN", "after"],
        id="simple",
    ),
    pytest.param(
        "---------------------\nCity      Graz\n--------- -----------\nDuration  from 2018\nof coop.  to 2019\n\nArea      1\n"
        "---------------------\n",
        ["City      Graz", "Duration of coop.|from 2018 to 2019", "Area|1"],
        id="multiline",
    ),
    pytest.param("a line\n------\n", [], id="underlined-heading"),
]


@pytest.mark.parametrize(("text", "rows"), RULED)
def test_ruled(text: str, rows: list[str]) -> None:
    assert [write(row) for row in read_ruled_rows(text)] == [row.replace("      Graz", " Graz") for row in rows]


def write(row: tuple[list, ...]) -> str:  # type: ignore[type-arg]
    return "|".join(" / ".join(join_text([piece]) for piece in cell) for cell in row)
