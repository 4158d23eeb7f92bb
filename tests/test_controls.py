"""Fields, boxes and lists of HTML forms: what the page shows in them is read, what it offers is not."""

import pytest

from tests.test_text_shapes import HTML_HEAD, cells
from ucap.extractors.extract import read_document, read_printed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("<input type='text' name='a' value='Clean air'>", ["Clean air"], id="typed"),
        pytest.param('<INPUT VALUE="Clean air" data-value="x">', ["Clean air"], id="without-type-and-in-capitals"),
        pytest.param(
            "<input data-value='x' title='value=y' value=Air disabled />", ["Air"], id="other-attributes-called-value"
        ),
        pytest.param("<input value='R&amp;D in &quot;Graz&quot;'>", ['R&D in "Graz"'], id="references-in-an-attribute"),
        pytest.param("<input type='number' value='12'> km²", ["12 km²"], id="number-before-its-unit"),
        pytest.param("<textarea>Clean air</textarea>", ["Clean air"], id="long-text"),
        pytest.param("<input placeholder='What do you plan?' value=''>Air", ["Air"], id="empty-field"),
        pytest.param(
            "Air<input type='hidden' value='7'><input type=submit value='Save'>", ["Air"], id="hidden-fields-and-buttons"
        ),
        pytest.param("Air<input value='7' style='display: none'>", ["Air"], id="field-that-is-not-shown"),
        pytest.param("<select><option>Air<option selected>Water</select>", ["Water"], id="chosen"),
        pytest.param("<select><option>Air</option><option>Water</option></select>", ["Air"], id="first-option-is-shown"),
        pytest.param(
            "<select size='2'><option>Air</option><option>Water</option></select>x", ["x"], id="none-chosen-in-an-open-list"
        ),
        pytest.param(
            "<select multiple><option selected>Air</option><option>Soil</option><option selected>Water</option></select>",
            ["Air", "Water"],
            id="several-chosen",
        ),
        pytest.param("<select><option value=''>Choose one</option><option>Air</option></select>x", ["x"], id="asks-to-choose"),
        pytest.param(
            "<select><option value='' hidden selected>Choose one</option><option>Air</option></select>x",
            ["x"],
            id="asks-while-hidden",
        ),
        pytest.param(
            "<select><optgroup label='EU'><option>Air<option selected>Water</optgroup></select>", ["Water"], id="groups"
        ),
        pytest.param("<select><option>Air<option selected>Water</td></tr>", ["Water"], id="never-closed"),
        pytest.param("Air<datalist><option>Soil</option><option>Water</option></datalist>", ["Air"], id="suggestions"),
        pytest.param("<form><fieldset><label>Clean air</label></fieldset></form>", ["Clean air"], id="within-a-form"),
    ],
)
def test_controls_in_a_cell(value: str, expected: list[str]) -> None:
    document = f"<form><table>{HTML_HEAD}<tr><td>Aims</td><td>{value}</td></tr></table></form>"
    form, _ = read_printed(document)
    rows = [row for row in form.rows if row.section == "objectives"]
    assert [block.text.chars for row in rows for cell in row.cells for block in cell.blocks] == expected


def test_of_boxes_the_ticked_ones_are_read() -> None:
    boxes = (
        "<input type='checkbox' checked> Clean air<br><input type='checkbox'> Water<br><input type='checkbox' checked=''> Soil"
    )
    reading = read_document(
        f"<table>{HTML_HEAD}<tr><td>Cooperation themes</td><td>{boxes}</td></tr></table>".encode(), "x.html"
    )
    assert reading.ucap
    assert [theme.theme for theme in reading.ucap.themes] == ["Clean air", "Soil"]
    assert "box_unticked" in {issue.code for issue in reading.issues}


def test_fields_of_the_page_around_the_form_are_no_text() -> None:
    around = "<div><input value='Search'></div><div><select><option>English</option><option>Deutsch</option></select></div>"
    form, _ = read_printed(f"{around}<table>{HTML_HEAD}</table>")
    assert ("title", "lead") not in cells(form)


def test_a_field_behind_its_label_is_a_value() -> None:
    lines = "".join(
        f"<p><label>{label}:</label> <input value='{value}'></p>"
        for label, value in (("City", "Graz"), ("Country", "Austria"), ("Population", "291072"))
    )
    form, _ = read_printed(f"<html><body><h1>U-CAP Summary</h1>{lines}</body></html>")
    assert cells(form)["population", "lead"] == [(0, "291072")]


def test_the_place_of_a_value_is_within_its_attribute() -> None:
    document = f"<table>{HTML_HEAD}<tr><td>Size</td><td><input value='127 km&sup2;'></td><td>8,569 km²</td></tr></table>"
    form, _ = read_printed(document)
    (size,) = [cell for row in form.rows for cell in row.cells for block in cell.blocks if block.text.chars == "127 km²"]
    first, last = size.blocks[0].text.origins[0], size.blocks[0].text.origins[-1]
    assert (first, last) == (document.index("127 km"), document.index("&sup2;"))
