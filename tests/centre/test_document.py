"""docs/centre.md is drawn from the tables of the code."""

from tools.draw_centre import FILE, drawn


def test_the_document_is_in_step_with_the_tables():
    text = FILE.read_text(encoding="utf-8")
    assert drawn(text) == text, "python -m tools.draw_centre"
    assert text.count("-->\n|") == 2
    assert "stateDiagram-v2" in text
