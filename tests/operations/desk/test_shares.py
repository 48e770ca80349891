"""Which part of all must keep its target: the district says it of answering and of the rest."""

from dataclasses import replace

from domain.statistics.figures import Measure
from geodata.district.district import load_district
from operations.desk.parts import shares_of
from settings import ROOT


def test_calls_answered_are_measured_by_their_own_share():
    targets = load_district(ROOT / "districts" / "lieshan").targets
    shares = shares_of(replace(targets, call_answered_share=0.95, processed_share=0.8))
    assert shares[Measure.ANSWER] == 0.95
    assert {share for one, share in shares.items() if one is not Measure.ANSWER} == {0.8}
