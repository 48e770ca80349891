"""Cut the vendored fonts: woff2 slices by unicode range, and the style sheet that names them.

Needs what the product does not: `pip install fonttools brotli`, Debian's fonts-noto-cjk, and
the unpacked npm package @fontsource/barlow-condensed. Run from the project's root:

    python tools/build_fonts.py --barlow PATH/TO/package

The core slice holds every Chinese character that stands in the code and the district's tables,
so a wall in its daily dress loads two core files and the digits; the bold one holds what headings
and place names need. Other characters arrive in slices of the commonest first, and rare ones in
slices by block: a family of its own, "OneScreen More", so that bold text falls back to it too.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

NOTO = Path("/usr/share/fonts/opentype/noto")
NOTO_LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")
SC = 2  # the index of "Noto Sans CJK SC" in Debian's collection
OUT = Path("assets/fonts")
SHEET = Path("assets/01_fonts.css")
SCANNED = (
    "topics/*.toml",
    "layouts/**/*.py",
    "callbacks/**/*.py",
    "assets/*.js",
    "feeds/**/*.py",
    "operations/**/*.py",
)
NAMES = ("districts/**/*.csv",)
TABLES = (*NAMES, "domain/**/*.py", "geodata/build/*.py")
# Bold is for headings, the place one is at, and area names: these files and words hold them.
BOLD = ("topics/*.toml", "layouts/live/wall.py", "layouts/shell.py", "layouts/header.py")
BOLD_WORDS = (
    "选中事件力量辖区最急近全区概况在办村社区镇街正发生待处置网格"
    "没有这个页面未找到空缺天概况摄像机视频近天上报"
    "秒分时天起人路个岗户米级小约接入连断数据已停更"
)
SLICE = 110
RARE_BLOCK = 256
LATIN = [*range(0x20, 0x7F), 0xA0, 0xB7, 0xD7]
MARKS = [ord(mark) for mark in "–—‘’“”…←→▲▼▸◀ⅠⅡⅢⅣ−≤≥、。《》【】！（），：；？•·℃№●○✕✓　％＋"]
RARE = [(0xA1, 0xFF), (0x2E80, 0x2FDF), (0x3000, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF)]
RARE += [(0xF900, 0xFAFF), (0xFF00, 0xFFEF)]
SUPPLEMENT = (0x20000, 0x2EBEF)


def is_hanzi(letter: str) -> bool:
    """A Chinese character of the basic block."""
    return "\u4e00" <= letter <= "\u9fff"


def used_hanzi(patterns: Iterable[str]) -> set[int]:
    """Every Chinese character in the files the patterns name."""
    text = "".join(
        path.read_text(encoding="utf-8") for pattern in patterns for path in Path().glob(pattern)
    )
    return {ord(letter) for letter in text if is_hanzi(letter)}


def by_frequency() -> list[int]:
    """The commonest characters, commonest first."""
    text = Path("tools/hanzi_by_frequency.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [ord(letter) for line in lines for letter in line]


def range_text(codes: Iterable[int]) -> str:
    """CSS unicode-range of the codes, runs joined: U+4E00-4E05,U+4E08."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def cut(source: Path | TTFont, codes: Iterable[int], out: Path, *, features: list[str]) -> int:
    """Write one woff2 with the codes' glyphs; returns its bytes."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(codes))
    cutter.subset(font)
    subset.save_font(font, str(out), options)
    return out.stat().st_size


def face(family: str, weight: int, name: str, codes: str) -> str:
    """One @font-face rule."""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("fonts/{name}") format("woff2");unicode-range:{codes}}}'
    )


def rare_slices(covered: set[int], taken: set[int]) -> Iterator[tuple[str, list[int], str]]:
    """(name, codes, range) of the characters outside the common slices, block by block.

    The ranges are whole blocks, overlapping the common slices: those are declared later in the
    sheet and so win, which keeps the sheet small.
    """
    for first, last in RARE:
        for start in range(first, last + 1, RARE_BLOCK):
            end = min(start + RARE_BLOCK - 1, last)
            codes = [code for code in range(start, end + 1) if code in covered - taken]
            if codes:
                yield f"r{start:05x}", codes, range_text(range(start, end + 1))
    codes = [code for code in range(SUPPLEMENT[0], SUPPLEMENT[1] + 1) if code in covered]
    for at in range(0, len(codes), RARE_BLOCK):
        some = codes[at : at + RARE_BLOCK]
        yield f"x{some[0]:05x}", some, range_text(some)


def common_slices(covered: set[int]) -> Iterator[tuple[str, list[int], str]]:
    """(name, codes, range) of the commonest characters; the core repeats some of them.

    They do not depend on the core, so that new words on the screen leave them as they are.
    """
    codes = [code for code in by_frequency() if code in covered]
    for at in range(0, len(codes), SLICE):
        some = codes[at : at + SLICE]
        yield f"c{at // SLICE:02d}", some, range_text(some)


def standalone(weight: str, folder: Path) -> Path:
    """The SC face taken out of Debian's collection."""
    out = folder / f"{weight}.otf"
    TTCollection(str(NOTO / f"NotoSansCJK-{weight}.ttc"))[SC].save(str(out))
    return out


def build(barlow: Path, folder: Path, *, core_only: bool) -> list[str]:
    """Cut the slices into `OUT`; returns the style sheet's rules, weakest first."""
    regular, bold = standalone("Regular", folder), standalone("Bold", folder)
    covered = set(TTFont(str(regular), lazy=True).getBestCmap())
    core = (used_hanzi((*SCANNED, *TABLES)) | set(LATIN) | set(MARKS)) & covered
    common = list(common_slices(covered))
    taken: set[int] = set().union(*(codes for _, codes, _ in common))
    rules = []
    for name, codes, ranges in [*rare_slices(covered, taken), *common]:
        if not core_only:
            cut(regular, codes, OUT / f"noto-{name}.woff2", features=["kern"])
        rules.append(face("OneScreen More", 400, f"noto-{name}.woff2", ranges))
    headings = used_hanzi((*BOLD, *NAMES)) | {ord(letter) for letter in BOLD_WORDS}
    headings = (headings | set(LATIN) | set(MARKS)) & covered
    for source, weight, codes in ((regular, 400, core), (bold, 700, headings)):
        name = f"noto-core-{weight}.woff2"
        size = cut(source, codes, OUT / name, features=["kern"])
        print(f"{name}: {len(codes)} characters, {size / 1024:.0f} KB")
        rules.append(face("OneScreen Sans", weight, name, range_text(codes)))
    digits = "onescreen-digits.woff2"
    source = barlow / "files" / "barlow-condensed-latin-600-normal.woff2"
    size = cut(source, range(0x20, 0x7F), OUT / digits, features=["tnum", "kern"])
    print(f"{digits}: {size / 1024:.0f} KB")
    rules.append(face("OneScreen Digits", 600, digits, range_text(range(0x20, 0x7F))))
    shutil.copy(barlow / "LICENSE", OUT / "LICENSE-BarlowCondensed.txt")
    shutil.copy(NOTO_LICENCE, OUT / "LICENSE-NotoSansCJK.txt")
    return rules


def main() -> None:
    """Cut everything anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--barlow", type=Path, required=True)
    parser.add_argument("--core-only", action="store_true", help="after new words on the screen")
    args = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("noto-core-*.woff2" if args.core_only else "*.woff2"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        rules = build(args.barlow, Path(folder), core_only=args.core_only)
    SHEET.write_text("/* Written by tools/build_fonts.py. */\n" + "\n".join(rules) + "\n")
    total = sum(path.stat().st_size for path in OUT.glob("*.woff2"))
    print(
        f"{len(rules)} slices, {total / 2**20:.1f} MB, sheet {SHEET.stat().st_size / 1024:.0f} KB"
    )


if __name__ == "__main__":
    main()
