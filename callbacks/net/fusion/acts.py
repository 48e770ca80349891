"""What is done on the page of whistles, police and law, by the word of each act."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from callbacks import office
from callbacks.fields import several, whole, word
from callbacks.guarded import caller
from callbacks.tables import template
from domain.net.fusion.beat_table import COLUMNS
from domain.net.fusion.joint import (
    JointAction,
    JointKind,
    LawKind,
    LawPartner,
    LawRole,
    LawService,
)
from domain.net.fusion.whistles import Urgency
from layouts.reader import Reader
from operations.net.fusion.fusion import Fusion
from operations.net.fusion.pushes import NewPush, direction_of
from operations.net.fusion.whistles import NewWhistle

_TOLD = "told."
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the moment is the store's
Act = Callable[[Fusion, office.Asked, Reader], Awaitable[office.Told]]


async def _blow(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    new = NewWhistle(
        issue=asked.text("issue"),
        departments=several(asked, "departments"),
        place=asked.text("place"),
        urgency=word(Urgency, asked, "urgency"),
        area=asked.text("area"),
        key=asked.text("key"),
    )
    made = await fusion.whistles.blow(new, caller())
    return office.Told(reader.words("已吹哨，{count} 个部门已被通知", count=len(made.departments)))


async def _coming(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.whistles.come(asked.text("call"), caller())
    return _done(reader)


async def _arrive(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.whistles.arrive(asked.text("call"), caller())
    return _done(reader)


async def _report(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.whistles.report(asked.text("call"), asked.text("result"), caller())
    return _done(reader)


async def _rate(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    stars, words = whole(asked, "stars"), asked.text("words")
    await fusion.whistles.rate(asked.text("call"), stars, words, caller())
    return _done(reader)


async def _withdraw(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.whistles.withdraw(asked.text("whistle"), asked.text("reason"), caller())
    return _done(reader)


async def _push(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    told = {
        name.removeprefix(_TOLD): asked.text(name)
        for name in asked.names()
        if name.startswith(_TOLD) and asked.text(name)
    }
    new = NewPush(
        direction=direction_of(asked.text("direction")),
        basis=asked.text("basis"),
        told=told,
        area=asked.text("area"),
        incident=asked.text("incident"),
        key=asked.text("key"),
    )
    await fusion.pushes.send(new, caller())
    return _done(reader)


async def _receive(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.pushes.receive(asked.text("push"), caller())
    return _done(reader)


async def _accept(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.pushes.decide(asked.text("push"), "", caller(), is_accepted=True)
    return _done(reader)


async def _return(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    push, reason = asked.text("push"), asked.text("reason")
    await fusion.pushes.decide(push, reason, caller(), is_accepted=False)
    return _done(reader)


async def _finish(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    await fusion.pushes.finish(asked.text("push"), asked.text("outcome"), caller())
    return _done(reader)


async def _action(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    told = JointAction(
        action_id="",
        action=word(JointKind, asked, "action"),
        day=asked.text("day"),
        area_code=asked.text("area"),
        owner=None,
        at=_NEVER,
        by="",
        is_resolved=asked.text("resolved") == "yes",
        case_code=asked.text("case"),
        place=asked.text("place"),
        police_people=asked.text("police_people"),
        grid_people=asked.text("grid_people"),
        found=asked.text("found"),
        result=asked.text("result"),
    )
    await fusion.joint.add_action(told, caller(), asked.text("key"))
    return _done(reader)


async def _partner(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    told = LawPartner(
        partner_id="",
        role=word(LawRole, asked, "role"),
        area_code="",
        owner=None,
        grids=several(asked, "grids"),
        name=asked.text("name"),
        body=asked.text("body"),
        phone=asked.text("phone"),
    )
    await fusion.joint.put_partner(told, caller(), asked.text("key"))
    return _done(reader)


async def _service(fusion: Fusion, asked: office.Asked, reader: Reader) -> office.Told:
    told = LawService(
        service_id="",
        service=word(LawKind, asked, "service"),
        day=asked.text("day"),
        area_code=asked.text("area"),
        owner=None,
        at=_NEVER,
        by="",
        partners=several(asked, "partners"),
        audience=whole(asked, "audience"),
        case_code=asked.text("case"),
        topic=asked.text("topic"),
        people=asked.text("people"),
        opinion=asked.text("opinion"),
    )
    await fusion.joint.add_service(told, caller(), asked.text("key"))
    return _done(reader)


async def _template(_fusion: Fusion, _asked: office.Asked, reader: Reader) -> office.Told:
    return template(reader.words("警格模板.csv"), COLUMNS)


def _done(reader: Reader) -> office.Told:
    return office.Told(reader.words("已保存"))


ACTS: Mapping[str, Act] = {
    "blow": _blow,
    "coming": _coming,
    "arrive": _arrive,
    "report": _report,
    "rate": _rate,
    "withdraw": _withdraw,
    "push": _push,
    "receive": _receive,
    "accept": _accept,
    "return": _return,
    "finish": _finish,
    "action": _action,
    "partner": _partner,
    "service": _service,
    "template": _template,
}
