"""What a phone loads before it can be used: at most 300 KB, gzipped."""

import gzip

from api.field.phone_files import read_phone_files
from settings import ROOT

MOST = 300 * 1024


def test_the_phone_page_weighs_at_most_300_kb():
    assets = ROOT / "assets"
    files = read_phone_files(assets)
    sent = [one.body for one in files.held.values()]
    sent += [files.worker.encode(), (assets / "00_tokens.css").read_bytes()]
    weight = sum(len(gzip.compress(body)) for body in sent)
    assert 20_000 < weight < MOST, weight
