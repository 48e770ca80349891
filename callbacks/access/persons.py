"""Alarms of intrusion, accounts, and what is held about a person: the security administrator's."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from dash import Dash, Input, Output, html

from callbacks import office
from callbacks.guarded import address, caller
from domain.access.accounts import Account
from domain.access.roles import PEOPLE
from domain.upkeep.subjects import subject_of
from domain.words import Catalogues
from layouts.access import accounts, alarms, privacy
from layouts.office import ids
from layouts.office import office as drawing
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.access.accounts import NewAccount
from operations.access.listing import account_page
from operations.centre.keeping.keeping import Keeping
from operations.upkeep.privacy import Asked, Privacy, reason_of


class Parts(Protocol):
    """What the product is made of, as far as these pages ask for it."""

    catalogues: Catalogues
    people: Any
    areas: Any
    privacy: Privacy
    keeping: Keeping
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""
        ...

    def department_name(self, code: str) -> str:
        """What a department is called."""
        ...


def register_alarms(app: Dash, parts: Parts) -> None:
    """Wire the alarms."""

    @office.shows(app, parts, "alarms")
    async def show_alarms(reader: Reader) -> Any:
        found = await parts.people.alarms.all(caller())
        return alarms.alarms(found, reader.words, parts.zone_name)

    @office.does(app, parts, "alarms", bell=Output(ids.BELL, "children", allow_duplicate=True))
    async def see_alarm(asked: office.Asked, reader: Reader) -> office.Told:
        await parts.people.alarms.see(caller(), asked.whole("seq"), address=address())
        found = await parts.people.alarms.all(caller())
        rung = drawing.bell(sum(1 for one in found if not one["seen_by"]), reader.words)
        return office.Told(reader.words("已记录处理人和时间"), more={"bell": rung})


def register_accounts(app: Dash, parts: Parts) -> None:
    """Wire the accounts."""

    @app.callback(
        Output(ids.body(accounts.PAGE), "children"),
        Input(accounts.ASKED, "data"),
        Input(ids.done(accounts.PAGE), "data"),
        Input(READER, "data"),
    )
    async def show_accounts(asked: Any, _done: Any, kept: Any) -> Any:
        said = office.Asked(asked)

        async def draw(reader: Reader) -> Any:
            role, limit = said.text("role"), said.text("limit")
            found = account_page(
                await parts.people.accounts.all(caller()),
                words=said.text("q"),
                roles=(role,) if role in PEOPLE else PEOPLE,
                area_name=parts.area_name,
                department_name=parts.department_name,
                limit=_limit(limit),
            )
            wanted = {"q": said.text("q"), "role": role}
            view = _view(parts, reader)
            known = parts.areas.named()
            return accounts.accounts(found.items, found.total, wanted, known, view)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, accounts.PAGE)
    async def do_accounts(asked: office.Asked, reader: Reader) -> office.Told:
        act = ACTS.get(asked.act)
        return office.Told() if act is None else await act(parts, asked, reader)

    @office.redraws(app, parts, accounts.PAGE, _again)
    async def redraw_account(asked: office.Asked, reader: Reader) -> office.Told:
        return await ACTS[asked.act](parts, asked, reader)


def _again(asked: office.Asked) -> dict[str, str] | None:
    """What opens the same card; one that shows a password this once is left as it is."""
    if asked.act == "new":
        return {"act": "new"}
    if asked.act not in ACTS or asked.act in {"close", "add", "reset"}:
        return None
    return {"act": "open", "name": asked.text("name")}


def _limit(text: str) -> int:
    """How many accounts are asked for; at first, and where it is no number, the first of them."""
    wanted = int(text) if text.isdecimal() and len(text) < 6 else accounts.STEP
    return max(accounts.STEP, min(accounts.MOST, wanted))


def _view(parts: Parts, reader: Reader) -> accounts.View:
    return accounts.View(
        caller().actor,
        reader,
        parts.zone_name,
        datetime.now(UTC),
        parts.area_name,
        parts.department_name,
    )


async def _card(parts: Parts, reader: Reader, one: Account, password: str = "") -> Any:
    sessions = await parts.people.sessions.all(caller(), one.name)
    return accounts.account(one, sessions, _view(parts, reader), password)


async def _close(_parts: Parts, _asked: office.Asked, _reader: Reader) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _new(parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    return office.Told(card=accounts.new_account(_view(parts, reader)), is_changed=False)


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    one = await parts.people.accounts.named(caller(), asked.text("name"))
    return office.Told(card=await _card(parts, reader, one), is_changed=False)


async def _add(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    area = asked.text("area") or None
    new = NewAccount(
        asked.text("name"),
        asked.text("role"),
        asked.text("display_name"),
        area,
        asked.text("department") or None,
        asked.text("email") or None,
        has_password=asked.text("sign_in") != "elsewhere",
    )
    one, password = await parts.people.accounts.add(caller(), new, address=address())
    says = _tell(one.name, reader) if password else reader.words("已建立账号")
    return office.Told(says, await _card(parts, reader, one, password))


def _tell(name: str, reader: Reader) -> str:
    return reader.words("请当面或通过安全渠道告知 {name}", name=name)


async def _change(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    one = await parts.people.accounts.change(
        caller(),
        asked.text("name"),
        role=asked.text("role"),
        area=asked.text("area"),
        department=asked.text("department"),
        display_name=asked.text("display_name") or None,
        email=asked.text("email"),
        address=address(),
    )
    says = reader.words("已保存，该账号需重新登录")
    return office.Told(says, await _card(parts, reader, one))


async def _reset(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    name = asked.text("name")
    password = await parts.people.accounts.reset(caller(), name, address=address())
    one = await parts.people.accounts.named(caller(), name)
    return office.Told(_tell(name, reader), await _card(parts, reader, one, password))


async def _end(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    name = asked.text("name")
    session = asked.text("session") if asked.act == "end" else None
    await parts.people.sessions.end(caller(), name, session, address=address())
    one = await parts.people.accounts.named(caller(), name)
    return office.Told(reader.words("已下线"), await _card(parts, reader, one))


def _step(name: str, says: str) -> "Act":
    """An act that needs no more than the account."""

    async def act(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
        run = getattr(parts.people.accounts, name)
        one = await run(caller(), asked.text("name"), address=address())
        return office.Told(reader.words(says), await _card(parts, reader, one))

    return act


Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
DISABLED, ENABLED, UNLOCKED, REMOVED = "已停用", "已启用", "已解除锁定", "已移除双因素认证"
ACTS: dict[str, Act] = {
    "close": _close,
    "new": _new,
    "open": _open,
    "add": _add,
    "change": _change,
    "reset": _reset,
    "end": _end,
    "end_all": _end,
    "disable": _step("disable", DISABLED),
    "enable": _step("enable", ENABLED),
    "unlock": _step("unlock", UNLOCKED),
    "factor": _step("remove_factor", REMOVED),
}


def register_privacy(app: Dash, parts: Parts) -> None:
    """Wire what is held about a person."""

    @office.shows(app, parts, privacy.PAGE)
    async def show_privacy(reader: Reader) -> Any:
        return privacy.search(reader, parts.keeping.rules)

    @office.does(app, parts, privacy.PAGE, file=Output(privacy.FILE, "data"))
    async def do_privacy(asked: office.Asked, reader: Reader) -> office.Told:
        words = reader.words
        whom = Asked(
            subject_of(asked.text("kind"), asked.text("value")),
            caller().actor,
            reason_of(asked.text("reason")),
            address(),
            note=words.of("document", "subject_export"),
        )
        if asked.act == "export":
            name, body = await parts.privacy.export(caller(), whom)
            file = office.download(name, body, "application/zip")
            return office.Told(words("已导出，操作已记录"), is_changed=False, more={"file": file})
        if asked.act == "erase":
            told = await parts.privacy.erase(caller(), whom)
            counts = privacy.counted(told["counts"], words)
            done = html.P(words("已清除：{counts}", counts=counts), className="admin-says")
            return office.Told(card=done, is_changed=False)
        return await _found(parts, asked, reader)

    @office.redraws(app, parts, privacy.PAGE, _find_again)
    async def redraw_found(asked: office.Asked, reader: Reader) -> office.Told:
        return await _found(parts, asked, reader)


def _whom(asked: office.Asked) -> Asked:
    return Asked(
        subject_of(asked.text("kind"), asked.text("value")),
        caller().actor,
        reason_of(asked.text("reason")),
        address(),
    )


async def _found(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = await parts.privacy.find(caller(), _whom(asked))
    said = {name: asked.text(name) for name in ("kind", "value", "reason")}
    return office.Told(card=privacy.found(told, said, reader), is_changed=False)


def _find_again(asked: office.Asked) -> dict[str, str] | None:
    """What finds the same records; a card that tells of something done is left as it is."""
    if asked.act != "find":
        return None
    return {name: asked.text(name) for name in ("act", "kind", "value", "reason")}
