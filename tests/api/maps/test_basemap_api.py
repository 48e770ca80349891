import httpx
from fastapi import FastAPI

from api.errors import install_errors
from api.maps.basemap import router
from layouts.page import content_security_policy


def client(file):
    app = FastAPI()
    install_errors(app)
    app.include_router(router(file))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://map")


async def test_pieces_of_the_file_are_served_and_nothing_else(tmp_path):
    file = tmp_path / "city.pmtiles"
    file.write_bytes(b"PMTiles and more")
    (tmp_path / "secret").write_bytes(b"secret")
    asked = client(file)
    piece = await asked.get("/basemap/city.pmtiles", headers={"range": "bytes=3-6"})
    assert (piece.status_code, piece.content) == (206, b"iles")
    assert piece.headers["content-range"] == "bytes 3-6/16"
    assert (await asked.get("/basemap/city.pmtiles")).status_code == 416
    for name in ("secret", "..%2Fsecret", "other.pmtiles"):
        assert (
            await asked.get(f"/basemap/{name}", headers={"range": "bytes=0-3"})
        ).status_code == 404


async def test_without_a_file_there_is_nothing(tmp_path):
    asked = await client(None).get("/basemap/city.pmtiles", headers={"range": "bytes=0-3"})
    assert asked.json()["error"]["code"] == "not_found"


def test_pages_may_load_pictures_of_that_host_alone():
    def pictures(host):
        policy = content_security_policy([], host)
        return next(one for one in policy.split("; ") if one.startswith("img-src"))

    assert pictures("") == "img-src 'self' data: blob:"
    assert pictures("https://t0.tianditu.gov.cn") == (
        "img-src 'self' data: blob: https://t0.tianditu.gov.cn"
    )
    assert "default-src 'self';" in content_security_policy([], "https://t0.tianditu.gov.cn")
