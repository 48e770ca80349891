import pytest

from domain.maps.basemap import BasemapError, Wanted, online_basemap

XYZ = "https://tiles.example.cn/{z}/{x}/{y}.png"


@pytest.mark.parametrize("text", ["", "none", "  "])
def test_without_a_setting_there_is_no_basemap(text):
    assert online_basemap(Wanted(text)) is None


def test_tianditu_is_streets_and_names_in_its_own_pattern():
    made = online_basemap(Wanted("tianditu", key="a b"))
    streets, names = made.urls
    assert "/vec_w/wmts?" in streets and "LAYER=cva" in names
    assert "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a%20b" in streets
    assert made.host == "https://t0.tianditu.gov.cn"
    assert (made.datum, made.tone) == ("wgs84", "dark")
    assert online_basemap(Wanted("tianditu-img", key="k")).tone == "dim"


def test_tianditu_needs_its_key_and_is_never_shifted():
    with pytest.raises(BasemapError, match="BASEMAP_KEY"):
        online_basemap(Wanted("tianditu"))
    with pytest.raises(BasemapError, match="CGCS 2000"):
        online_basemap(Wanted("tianditu", key="k", datum="gcj02"))


def test_only_the_tiles_own_host_is_opened():
    assert online_basemap(Wanted(XYZ)).host == "https://tiles.example.cn"
    assert (
        online_basemap(Wanted("http://10.0.0.8:8080/a/{z}/{x}/{-y}")).host == "http://10.0.0.8:8080"
    )


@pytest.mark.parametrize(
    "text",
    [
        "tiles.example.cn/{z}/{x}/{y}.png",
        "ftp://tiles.example.cn/{z}/{x}/{y}",
        "https://u:p@tiles.example.cn/{z}/{x}/{y}",
        "https://*.example.cn/{z}/{x}/{y}",
        "https://{s}.example.cn/{z}/{x}/{y}",
        "https://a.cn; script-src *//{z}/{x}/{y}",
        "https://tiles.example.cn/{z}/{x}.png",
        "https://tiles.example.cn/{z}/{x}/{y}/{time}.png",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(text):
    with pytest.raises(BasemapError, match="ONESCREEN_BASEMAP"):
        online_basemap(Wanted(text))


def test_a_key_in_the_address_is_refused_for_addresses_are_shown():
    with pytest.raises(BasemapError, match=r"tk=\{key\}"):
        online_basemap(Wanted(XYZ + "?tk=0123456789abcdef"))
    with pytest.raises(BasemapError, match="BASEMAP_KEY"):
        online_basemap(Wanted(XYZ + "?tk={key}"))
    made = online_basemap(Wanted(XYZ + "?tk={key}", key="geheim"))
    assert made.urls == ("https://tiles.example.cn/{z}/{x}/{y}.png?tk=geheim",)


def test_no_key_is_in_what_a_log_would_print():
    wanted = Wanted("tianditu", key="geheim")
    assert "geheim" not in repr(wanted) + repr(online_basemap(wanted))


def test_a_wmts_address_is_completed_or_read_as_rest():
    asked = online_basemap(
        Wanted("wmts:https://g.example.cn/wmts?layer=roads&tilematrixset=EPSG:3857")
    )
    assert asked.urls[0].endswith("&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}")
    assert "REQUEST=GetTile" in asked.urls[0] and "LAYER" not in asked.urls[0]
    rest = online_basemap(
        Wanted("wmts:https://g.example.cn/r/{TileMatrix}/{TileRow}/{TileCol}.png")
    )
    assert rest.urls == ("https://g.example.cn/r/{z}/{y}/{x}.png",)
    with pytest.raises(BasemapError, match="TILEMATRIXSET"):
        online_basemap(Wanted("wmts:https://g.example.cn/wmts?layer=roads"))


def test_tiles_that_are_shifted_are_refused_until_that_is_said():
    amap = "https://webrd01.is.autonavi.com/appmaptile?style=8&x={x}&y={y}&z={z}"
    with pytest.raises(BasemapError, match="GCJ-02"):
        online_basemap(Wanted(amap))
    assert online_basemap(Wanted(amap, datum="gcj02")).datum == "gcj02"
    with pytest.raises(BasemapError, match="BD-09"):
        online_basemap(
            Wanted("https://maponline0.bdimg.com/tile/?x={x}&y={y}&z={z}", datum="gcj02")
        )
