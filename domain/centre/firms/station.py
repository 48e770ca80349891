"""What the station itself has: policies, reception days, technology envoys."""

from dataclasses import dataclass

from domain.kind import Audience, Kept, Kind
from domain.kind_fields import Masking, fields_of

_OF_THE_STATION = Audience(("firms.run",))


@dataclass(frozen=True, slots=True)
class FirmPolicy:
    """A policy for firms, and the rule on a firm's data by which it applies (免申即享).

    Attributes:
        basis: the document it stands in.
        qualifies: who qualifies, in words.
        until: the last day, as `2026-12-31`; None for no end.
        is_automatic: given without an application to whoever the rule fits.
        industries: any of these; empty for all.
        least_staff, most_staff: None for no bound.
        marks: all of these.
        founded_from: founded in this year or later; None for any.
    """

    policy_id: str
    title: str
    basis: str
    qualifies: str
    until: str | None = None
    is_automatic: bool = False
    industries: tuple[str, ...] = ()
    least_staff: int | None = None
    most_staff: int | None = None
    marks: tuple[str, ...] = ()
    founded_from: int | None = None


FIRM_POLICY = Kind(
    name="firm_policy",
    entity=FirmPolicy,
    fields=fields_of(FirmPolicy),
    id_field="policy_id",
    audience=Audience(("firms.see",)),
    kept=Kept.NEWEST,
    title="惠企政策",
    says={"add": "登记了惠企政策", "change": "更改了惠企政策"},
)


@dataclass(frozen=True, slots=True)
class ReceptionDay:
    """A day on which a leader receives entrepreneurs (企业家接待日): who, when, where."""

    reception_id: str
    day: str
    host: str
    place: str
    firms: tuple[str, ...] = ()
    text: str | None = None


RECEPTION_DAY = Kind(
    name="reception_day",
    entity=ReceptionDay,
    fields=fields_of(ReceptionDay, text={"personal": Masking.WORDS}),
    id_field="reception_id",
    audience=_OF_THE_STATION,
    kept=Kept.NEWEST,
    title="企业家接待日",
    says={"add": "安排了企业家接待日", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class TechnologyEnvoy:
    """Somebody who helps firms with what they know (科技特派员), until a day."""

    envoy_id: str
    field: str
    until: str | None = None
    firms: tuple[str, ...] = ()
    name: str | None = None


TECHNOLOGY_ENVOY = Kind(
    name="technology_envoy",
    entity=TechnologyEnvoy,
    fields=fields_of(TechnologyEnvoy, name={"personal": Masking.PERSON}),
    id_field="envoy_id",
    audience=_OF_THE_STATION,
    kept=Kept.NEWEST,
    title="科技特派员",
    says={"add": "登记了科技特派员", "erased": "个人信息已删除"},
)
