"""Papers in Chinese: how lines break and where figures stand."""

import pytest
from reportlab.lib.enums import TA_LEFT, TA_RIGHT

from operations.prints import paper


def lines_of(flowable, width: float) -> list[str]:
    flowable.wrap(width, 1000)
    return ["".join(words) for _, words in flowable.blPara.lines]


@pytest.mark.parametrize("mark", list("；，：！？”》。、）"))
def test_no_line_begins_with_what_ends_a_clause(mark):
    paper.prepare()
    for before in range(8, 14):
        lines = lines_of(paper.text("火" * before + mark + "情" * 20), 10 * 10.5)
        assert not any(line.startswith(mark) for line in lines), lines


def test_figures_stand_to_the_right_and_words_to_the_left():
    paper.prepare()
    made = paper.table(("指标", "本期"), [("上报（起）", "1,011"), ("已结案（起）", "9")])
    for row in made._cellvalues:
        assert [cell.style.alignment for cell in row] == [TA_LEFT, TA_RIGHT]
