"""`/api/v1/net/items…`: items reported, taken up, sent, handled, checked; the table and the things.

Writes are safe to send again: a report has its key, and an order with an `Idempotency-Key` is
answered as the first one was (api/desk/once.py).

Source: docs/net.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.kept_files import file_answer
from api.net.items import bodies
from api.reading import Query
from api.typed import file_told, read, said, told
from domain.errors import InvalidError
from domain.fields import as_choice
from domain.net.items.items import NetItem
from domain.net.items.items import Request as Asked
from domain.net.items.limits import read_limit
from operations.files.shelf import file_id_of
from operations.net.items.looking import Looked, View
from operations.net.items.net_items import NetItems
from operations.net.items.reporting import NewItem

LARGEST_PHOTO = 30 * 1024 * 1024
_PREFIX = "/api/v1/net"


def router(items: NetItems) -> APIRouter:
    """The routes of items."""
    routes = APIRouter(prefix=_PREFIX)
    _look_routes(routes, items)
    _book_routes(routes, items)
    _centre_routes(routes, items)
    _unit_routes(routes, items)
    _check_routes(routes, items)
    _photo_routes(routes, items)
    return routes


def _photo_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.post(
        "/items/{item_id}/photos", **told(answers=bodies.ItemPhotoOut, status=201, media="image/*")
    )
    async def keep(item_id: str, request: Request) -> Response:
        raw = await request.body()
        if not 0 < len(raw) <= LARGEST_PHOTO:
            raise InvalidError(says="field_not_valid", field="photo")
        # the same photo of the same item is kept once
        file_id = file_id_of(item_id, raw)
        url = f"{_PREFIX}/items/{item_id}/photos/{file_id}"
        await items.photos.keep(item_id, file_id, raw, url, who(request))
        return said(bodies.ItemPhotoOut(file_id=file_id, url=url), 201)

    @routes.get("/items/{item_id}/photos/{file_id}", **file_told("image/*"))
    async def photo(item_id: str, file_id: str, request: Request) -> Response:
        Query(request, ())
        return file_answer(await items.photos.read(item_id, file_id, who(request)), file_id)


def _look_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.get("/items", **told(answers=bodies.ItemPageOut))
    async def page(request: Request) -> Response:
        found = await items.looking.page(_looked(request), who(request))
        made = [bodies.item_out(one, late=one.is_late(found.now)) for one in found.items]
        return said(bodies.ItemPageOut(items=made, count=found.count))

    @routes.get("/items/figures", **told(answers=bodies.ItemFiguresOut))
    async def figures(request: Request) -> Response:
        query = Query(request, ("area",))
        found = await items.looking.figures(who(request), query.text("area") or "")
        return said(bodies.figures_out(found))

    @routes.get("/items/{item_id}", **told(answers=bodies.OneItemOut))
    async def item(item_id: str, request: Request) -> Response:
        Query(request, ())
        return said(bodies.one_item_out(await items.looking.item(item_id, who(request))))

    @routes.post("/items", **told(bodies.NetItemIn, bodies.NetItemOut, 201, also=200))
    async def report(request: Request) -> Response:
        body = await read(request, bodies.NetItemIn)
        new = NewItem(
            body.key, body.class_code, body.lat, body.lon, body.text, body.place, body.part_id,
            reporter=body.reporter, phone=body.phone,
        )  # fmt: skip
        kept, is_new = await items.reporting.report(new, who(request))
        return said(bodies.item_out(kept, late=False), 201 if is_new else 200)


def _book_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.get("/item-classes", **told(answers=bodies.ItemClassTableOut))
    async def classes(request: Request) -> Response:
        Query(request, ())
        return said(bodies.classes_out(await items.classes.newest()))

    @routes.get("/item-parts", **told(answers=bodies.CityPartPageOut))
    async def parts(request: Request) -> Response:
        query = Query(request, ("area", "at"))
        at = query.whole("at", 0, 10_000_000, 0)
        found = await items.parts.page(who(request), query.text("area") or "", at)
        return said(bodies.parts_out(found))


def _centre_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.post("/items/{item_id}/file", **told(bodies.ItemFileIn, bodies.NetItemOut))
    async def file(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemFileIn)
        return _said(items, await items.handling.file(item_id, body.class_code, who(request)))

    @routes.post("/items/{item_id}/refusal", **told(bodies.ItemReasonIn, bodies.NetItemOut))
    async def refuse(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemReasonIn)
        return _said(items, await items.handling.refuse(item_id, body.reason, who(request)))

    @routes.post("/items/{item_id}/dispatch", **told(bodies.ItemDispatchIn, bodies.NetItemOut))
    async def dispatch(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemDispatchIn)
        return _said(items, await items.handling.dispatch(item_id, body.unit, who(request)))

    @routes.post("/items/{item_id}/decision", **told(bodies.ItemDecideIn, bodies.NetItemOut))
    async def decide(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemDecideIn)
        return _said(items, await items.handling.decide(item_id, who(request), grants=body.grants))

    @routes.post("/items/{item_id}/resumption", **told(answers=bodies.NetItemOut))
    async def resume(item_id: str, request: Request) -> Response:
        return _said(items, await items.handling.resume(item_id, who(request)))


def _unit_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.post("/items/{item_id}/return", **told(bodies.ItemReasonIn, bodies.NetItemOut))
    async def give_back(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemReasonIn)
        return _said(items, await items.handling.give_back(item_id, body.reason, who(request)))

    @routes.post("/items/{item_id}/handled", **told(bodies.ItemResultIn, bodies.NetItemOut))
    async def handle(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemResultIn)
        return _said(items, await items.handling.handle(item_id, body.result, who(request)))

    @routes.post("/items/{item_id}/request", **told(bodies.ItemAskIn, bodies.NetItemOut))
    async def ask(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemAskIn)
        limit = read_limit(body.limit) if body.limit else None
        asked = Asked(body.request)
        return _said(
            items, await items.handling.ask(item_id, asked, body.reason, who(request), limit)
        )


def _check_routes(routes: APIRouter, items: NetItems) -> None:
    @routes.post("/items/{item_id}/check", **told(bodies.ItemCheckIn, bodies.NetItemOut))
    async def check(item_id: str, request: Request) -> Response:
        body = await read(request, bodies.ItemCheckIn)
        checked = await items.handling.check(
            item_id, who(request), is_done=body.is_done, reason=body.reason or ""
        )
        return _said(items, checked)


def _said(items: NetItems, one: NetItem) -> Response:
    return said(bodies.item_out(one, late=one.is_late(items.desk.now())))


def _looked(request: Request) -> Looked:
    query = Query(request, ("view", "area", "class", "unit", "at", "number"))
    view = query.text("view") or View.OPEN.value
    return Looked(
        View(as_choice(view, "view", [one.value for one in View])),
        query.text("area") or "",
        query.text("class") or "",
        query.text("unit") or "",
        query.whole("at", 0, 10_000_000, 0),
        (query.text("number") or "").upper(),
    )
