"""Cut the font that is embedded in printed papers (PDF): TrueType outlines, GB 2312 and more.

The PDF writer embeds TrueType only, and the slices of the screen are CFF in woff2; so the same
font (Noto Sans CJK SC, OFL) is cut and its curves converted once, here. Needs
`pip install fonttools` and Debian's fonts-noto-cjk. Run from the project's root.
"""

from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SC = 2
OUT = Path("operations/prints/fonts/NotoSansSC-paper.ttf")
NAMES = ("districts/**/*.csv", "domain/*.py", "operations/*.py", "feeds/**/*.py", "layouts/*.py")
MARKS = "–—‘’“”…←→▲▼▸ⅠⅡⅢⅣ−≤≥、。《》【】！（），：；？•·℃№●○％＋±＝×～"
MOST_ERROR = 1.0  # of 1,000 units


def gb2312() -> set[int]:
    """Every character of GB 2312."""
    letters = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                letters.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return letters


def wanted() -> set[int]:
    """GB 2312, ASCII, marks, and what the district's tables and our own words use."""
    texts = (path.read_text() for pattern in NAMES for path in Path().glob(pattern))
    return gb2312() | set(range(0x20, 0x7F)) | set(map(ord, MARKS)) | set(map(ord, "".join(texts)))


def to_truetype(font: TTFont) -> None:
    """Replace cubic outlines by quadratic ones."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MOST_ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    font["maxp"].tableVersion = 0x00010000
    for name in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs",
                 "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):  # fmt: skip
        setattr(font["maxp"], name, 1 if name == "maxZones" else 0)
    font["post"].formatType = 3.0
    for table in ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"):
        if table in font:
            del font[table]
    font.sfntVersion = "\000\001\000\000"


def main() -> None:
    """Write the font."""
    font = TTCollection(NOTO).fonts[SC]
    options = subset.Options()
    options.layout_features, options.hinting, options.desubroutinize = [], False, True
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    to_truetype(font)
    OUT.parent.mkdir(exist_ok=True)
    font.save(OUT)


if __name__ == "__main__":
    main()
