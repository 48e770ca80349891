"""How a case of the demo goes: uneven as life is. Yields steps with the wait before each.

A generator: between two steps it looks at the case as the rules have left it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from domain.access.callers import Caller
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Case, Flag, Level, Remedy, Review
from domain.centre.cases.categories import Category
from domain.centre.cases.petitions import Handled, Matter, handled_as
from domain.centre.cases.stages import Stage, Step
from domain.centre.limits.clocks import Ground
from domain.centre.loop.charge import needs_review
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper, course_of, missing_papers
from domain.centre.premises.places import Centre
from feeds.simulator.centre.matters import SUBJECTS, WAYS
from feeds.simulator.centre.reviewing import REVIEWED, Move, Standing, reviewed
from feeds.simulator.centre.staff import MEDIATORS, member_of, of_role
from feeds.simulator.centre.taking_in import Visit

_NOW = timedelta(minutes=6)
_LABOUR = frozenset({Category.MIGRANT_WAGES, Category.OTHER_LABOUR})
_REFUSED, _WITHDRAWN, _JOINED, _FAILED, _TRANSFERRED = 0.022, 0.026, 0.005, 0.068, 0.016
# Of petitions by the sixth way: the share that ends with an opinion; the others are agreed on.
_OPINION = 0.8
_OPINIONS = ("", "基本满意", "当事人已履行", "未发现新的问题")


def _hours(chance: Random, least: float, most: float) -> timedelta:
    return timedelta(minutes=round(60 * chance.uniform(least, most)))


def _days(chance: Random, usual: float, tail: float = 0.6) -> timedelta:
    """Mostly about so long, sometimes much longer."""
    return timedelta(minutes=round(1440 * usual * chance.lognormvariate(0.0, tail)))


class Course:
    """The course of one case, decided by its own chance."""

    def __init__(self, visit: Visit, chance: Random) -> None:
        self._visit, self._chance = visit, chance
        self._clerk = member_of(visit.case.first_clerk).caller
        self._duty, self._second = (one.caller for one in of_role("duty_clerk"))
        self._asks_back = self._clerk
        if visit.case.matter is Matter.REPORT:  # a report is in the hands of discipline alone
            self._second, self._duty = (one.caller for one in of_role("discipline_officer"))
            self._asks_back = self._duty
        self._fate = chance.random()
        self._mediators: tuple[str, ...] = ()

    def steps(self, telling: Standing, centre: Centre, before: Case | None) -> Iterator[Move]:
        """All its steps."""
        for paper in (Paper.APPLICATION, Paper.IDENTITY, Paper.RIGHTS_NOTICE):
            yield _NOW, Step.PAPER, self._clerk, Said(paper=paper)
        yield from self._round(telling, centre, before)
        if telling.case.review is Review.OPEN and self._fate > REVIEWED:
            yield from reviewed(telling, self._chance, self._fate, self._clerk, self._duty)
        elif telling.case.stage is Stage.CLOSED and self._chance.random() < 0.013:
            yield from self._again(telling, centre)

    def _again(self, telling: Standing, centre: Centre) -> Iterator[Move]:
        """The same matter once more; of some petitions it was the last word."""
        if telling.case.matter is Matter.REQUEST:
            yield _days(self._chance, 20), Step.FINISH, self._duty, Said(text="复核终结（演示）")
            return
        wait = timedelta(days=self._chance.randint(10, 120))
        yield wait, Step.REOPEN, self._duty, Said(text="当事人提出新的情况（演示）")
        self._fate = 0.5
        yield from self._round(telling, centre, None)

    def _round(self, telling: Standing, centre: Centre, before: Case | None) -> Iterator[Move]:
        fate, chance = self._fate, self._chance
        if fate < _REFUSED and not self._visit.is_consult:
            said = Said(text="不属于中心受理范围（演示）", remedy=self._remedy())
            yield _days(chance, 0.6), Step.REFUSE, self._duty, said
        elif fate < _REFUSED + _JOINED and before is not None:
            said = Said(text="同一事项（演示）", joined_to=before.code)
            yield _days(chance, 0.6), Step.JOIN, self._duty, said
            return
        else:
            yield from self._routed(telling, centre)
            if telling.case.stage is Stage.HANDLING:
                yield from self._handled(telling)
            if telling.case.stage is Stage.PERFORMING:
                yield from self._performed(telling)
            yield from self._called_back()
        held = {Paper(one) for one in telling.case.papers} | {Paper.CLOSING_REPORT}
        for at, paper in enumerate(missing_papers(held, course_of(telling.case))):
            wait = _NOW if at else _hours(chance, 1, 9)
            yield wait, Step.PAPER, self._duty, Said(paper=paper)
        yield _hours(chance, 1, 30), Step.PAPER, self._duty, Said(paper=Paper.CLOSING_REPORT)
        yield from self._signed(telling)
        closer = self._second if telling.case.refused_by == self._duty.actor else self._duty
        yield _days(chance, 1.5), Step.CLOSE, closer, Said()

    def _signed(self, telling: Standing) -> Iterator[Move]:
        """The leader in charge signs, and a grave case is looked at by somebody else."""
        case = telling.case
        if case.leader and not case.signed_by:
            leader = member_of(case.leader).caller
            yield _days(self._chance, 1), Step.SIGN, leader, Said(text="同意结案（演示）")
        if needs_review(case) and not case.reviewed_by:
            reviewer = self._chance.choice(of_role("case_reviewer")).caller
            said = Said(text="卷宗齐全，同意结案（演示）")
            yield _days(self._chance, 1), Step.REVIEW, reviewer, said

    # to whom ----------------------------------------------------------------------------------

    def _to(self) -> tuple[str, str]:
        visit = self._visit
        if visit.is_consult:
            return "legal_service", ""
        if visit.way is not None:
            return WAYS[visit.way]
        if visit.case.matter is Matter.SUGGESTION:
            return "visits", ""
        if visit.case.matter is Matter.REPORT:
            return "discipline", "petition.forward"
        return self._chance.choice(SUBJECTS[visit.case.category].to)

    def _may_go_wrong(self) -> bool:
        """Whether it may be sent to a body that is not competent first."""
        matter = self._visit.case.matter
        return not self._visit.is_consult and matter in {Matter.DISPUTE, Matter.REQUEST}

    def _level(self) -> Level:
        kind = self._chance.random()
        kind *= 0.35 if self._visit.case.people_count > 5 else 1.0
        if kind < 0.012:
            return Level.RED
        return Level.ORANGE if kind < 0.055 else Level.YELLOW if kind < 0.2 else Level.BLUE

    def _sent(self, body: str, clock: str) -> Said:
        return Said(
            body=body, clock=clock or None, way=self._visit.way, level=self._level(),
            text="分流派单（演示）",
        )  # fmt: skip

    def _routed(self, telling: Standing, centre: Centre) -> Iterator[Move]:
        """Routed, objected to, accepted or studied, until somebody handles it."""
        chance = self._chance
        body, clock = self._to()
        is_slow = chance.random() < 0.03
        wait = timedelta(days=chance.randint(16, 22)) if is_slow else _days(chance, 0.35, 0.8)
        objects = chance.random() < 0.07 and self._may_go_wrong()
        wrong = "people_mediation" if body != "people_mediation" else "litigation"
        wrong_clock = "petition.notice" if wrong == "litigation" else ""
        sent = self._sent(wrong, wrong_clock) if objects else self._sent(body, clock)
        yield wait, Step.ROUTE, self._duty, sent
        if objects:
            yield from self._objected(telling, body, clock)
        if telling.case.stage is Stage.STUDY:
            yield from self._studied(body, clock)
        elif telling.case.stage is Stage.ROUTED:
            yield from self._accepted(telling, centre)
        is_grave = telling.case.level in {Level.RED, Level.ORANGE} or (
            telling.case.people_count > 5 and chance.random() < 0.5
        )
        if telling.case.stage is Stage.HANDLING and is_grave and telling.case.leader is None:
            officer = self._officer(telling)
            why = Said(text="跨部门、群体或高风险，提请联合研判（演示）")
            yield _days(chance, 1), Step.TO_STUDY, officer, why
            yield from self._studied(body, clock)

    def _officer(self, telling: Standing) -> Caller:
        if telling.case.matter is Matter.REPORT:
            return self._second
        return member_of(f"officer-{telling.case.body}").caller

    def _accepted(self, telling: Standing, centre: Centre) -> Iterator[Move]:
        """By the body, or by its silence; a court's silence is only late."""
        judicial = centre.body(telling.case.body).is_judicial
        answer_by = telling.case.answer_by
        if self._chance.random() < 0.1 and not judicial and answer_by is not None:
            # time accepts it: the next step finds it handled
            why = Said(text="超过异议期限视为接收（演示）", supervision=0)
            yield answer_by - telling.local + timedelta(hours=2), Step.SUPERVISE, self._duty, why
            return
        wait = min(_days(self._chance, 0.6), timedelta(days=9 if judicial else 4))
        yield wait, Step.ACCEPT, self._officer(telling), Said()

    def _objected(self, telling: Standing, body: str, clock: str) -> Iterator[Move]:
        chance = self._chance
        why = Said(text="不属于本机构职责（演示）")
        yield _hours(chance, 4, 60), Step.OBJECT, self._officer(telling), why
        kind = chance.random()
        if kind < 0.2:
            why = Said(text="属于该机构职责，不同意退单（演示）")
            yield _days(chance, 0.8), Step.UPHOLD, self._duty, why
            return
        yield _days(chance, 0.8), Step.TAKE_BACK, self._duty, Said(text="同意退单（演示）")
        yield _hours(chance, 1, 20), Step.ROUTE, self._duty, self._sent(body, clock)
        if kind > 0.8:
            yield _hours(chance, 4, 60), Step.OBJECT, self._officer(telling), why

    def _studied(self, body: str, clock: str) -> Iterator[Move]:
        leader = self._chance.choice(of_role("leader")).name
        level = self._chance.choices([Level.RED, Level.ORANGE], [1, 3])[0]
        said = Said(
            text="联合研判纪要：确定牵头机构与包案领导（演示）", body=body, clock=clock or None,
            way=self._visit.way, leader=leader, level=level,
        )  # fmt: skip
        yield _days(self._chance, 3), Step.STUDY, self._duty, said

    # in hand ------------------------------------------------------------------------------------

    def _handled(self, telling: Standing) -> Iterator[Move]:
        chance, fate = self._chance, self._fate
        officer = self._officer(telling)
        if self._visit.is_consult:
            said = Said(text="已答复咨询（演示）", remedy=self._remedy())
            yield _days(chance, 1), Step.TRANSFER, officer, said
            return
        if telling.case.matter is Matter.REPORT:
            said = Said(text="已核查并答复（演示）", remedy=Remedy.RESPONSIBLE_BODY)
            yield _days(chance, 9), Step.TRANSFER, officer, said
            return
        handled = handled_as(telling.case.matter, telling.case.way)
        if handled is Handled.SUGGESTION:
            said = Said(text="已研究并答复建议人（演示）")
            yield _days(chance, 9), Step.REPLY_SUGGESTION, officer, said
            return
        if handled is Handled.PETITION and fate < _OPINION:
            yield from self._replied(telling, officer)
            return
        count = chance.choices((1, 2), (8, 2))[0]
        numbers = chance.sample(range(1, MEDIATORS + 1), count)
        self._mediators = tuple(f"mediator-{n:02}" for n in numbers)
        yield _hours(chance, 1, 20), Step.ASSIGN, officer, Said(mediators=self._mediators)
        by = member_of(self._mediators[0]).caller
        limit = (telling.case.due_at or telling.case.registered_at) - telling.local
        whole = self._length(limit)
        meetings = chance.choices((1, 2, 3), (6, 3, 1))[0]
        if fate > 1 - _WITHDRAWN:
            said = Said(text="申请人撤回（演示）", remedy=Remedy.LEGAL_AID)
            yield whole * 0.5, Step.WITHDRAW, officer, said
            return
        yield from self._paused(telling, by)
        for _ in range(meetings):
            if telling.case.has_been_extended is False and chance.random() < 0.04:
                yield from self._extended(telling)
            yield whole / meetings, Step.SESSION, by, self._session()
        yield _NOW, Step.PAPER, by, Said(paper=Paper.MEDIATION_RECORD)
        yield from self._decided(telling, by)

    def _replied(self, telling: Standing, officer: Caller) -> Iterator[Move]:
        """A petition is looked into and answered by an opinion; most are."""
        limit = (telling.case.due_at or telling.case.registered_at) - telling.local
        yield self._length(limit), Step.PAPER, officer, Said(paper=Paper.INQUIRY)
        yield _hours(self._chance, 1, 40), Step.REPLY, officer, Said(text="出具处理意见书（演示）")

    def _length(self, limit: timedelta) -> timedelta:
        """How long it takes: a third of its limit, some much longer, some beyond it."""
        share = min(2.4, 0.3 * self._chance.lognormvariate(0.0, 0.7))
        return max(timedelta(hours=5), limit * share)

    def _paused(self, telling: Standing, by: Caller) -> Iterator[Move]:
        if telling.case.clock not in {"medical.mediate", "mediate.court_pre"}:
            return
        if self._chance.random() < 0.35:
            why = Said(ground=Ground.APPRAISAL, text="委托鉴定（演示）")
            yield _days(self._chance, 1), Step.PAUSE, by, why
            yield timedelta(days=self._chance.randint(6, 30)), Step.RESUME, by, Said()

    def _extended(self, telling: Standing) -> Iterator[Move]:
        if telling.case.clock in {"mediate.people", "mediate.court_pre", "petition.handle"}:
            is_months = telling.case.clock == "mediate.people"
            why = Said(text="各方同意延长（演示）", longer=1 if is_months else 15)
            yield _hours(self._chance, 1, 9), Step.EXTEND, self._duty, why

    def _session(self) -> Said:
        case = self._visit.case
        is_apart = Flag.VIOLENCE.value in case.flags
        room = "R4" if case.category is Category.MARRIAGE_FAMILY else (
            "R5" if case.category in _LABOUR else f"R{self._chance.choice((1, 2, 3, 6))}"
        )  # fmt: skip
        return Said(
            text="调解（演示）",
            has_consent=True,
            is_apart=is_apart,
            told_protection=is_apart,
            told_police=Flag.ESCALATION.value in case.flags,
            room=room,
        )

    def _decided(self, telling: Standing, by: Caller) -> Iterator[Move]:
        chance, fate, case = self._chance, self._fate, self._visit.case
        floor = _REFUSED + _JOINED
        if fate < floor + _FAILED:
            why = Said(text="各方未达成一致（演示）", remedy=self._remedy())
            yield _hours(chance, 1, 40), Step.FAIL, by, why
            return
        if fate < floor + _FAILED + _TRANSFERRED:
            remedy = self._remedy()
            if remedy is Remedy.PETITION_REVIEW:  # of an opinion alone
                remedy = Remedy.RESPONSIBLE_BODY
            why = Said(text="移送法定程序（演示）", remedy=remedy)
            yield _hours(chance, 1, 40), Step.TRANSFER, by, why
            return
        is_written = chance.random() < (0.85 if case.amount_fen else 0.6)
        is_confirmed = is_written and chance.random() < 0.22
        sum_fen = 0
        if case.amount_fen:
            sum_fen = max(
                100_00, int(case.amount_fen * chance.uniform(0.5, 1.0)) // 100_00 * 100_00
            )
        said = Said(
            has_consent=True,
            form=Form.WRITTEN if is_written else Form.ORAL,
            agreement="（演示）各方同意按约定履行",
            amount_fen=sum_fen,
            instalments=self._promised(sum_fen, telling.local.date()),
            remedy=Remedy.JUDICIAL_CONFIRMATION if is_confirmed else None,
        )
        yield _NOW, Step.AGREE, by, said
        yield _NOW, Step.PAPER, by, Said(paper=Paper.AGREEMENT)
        if is_confirmed:
            yield _days(chance, 8), Step.PAPER, by, Said(paper=Paper.JUDICIAL_CONFIRMATION)

    def _promised(self, sum_fen: int, day: date) -> tuple[tuple[date, int], ...]:
        """A sum in instalments of thirty days from a day."""
        if not sum_fen:
            return ()
        parts = self._chance.choices((1, 2, 3, 6), (6, 2, 1, 1))[0] if sum_fen > 5_000_00 else 1
        each = sum_fen // parts // 100 * 100
        sums = [each] * (parts - 1) + [sum_fen - each * (parts - 1)]
        return tuple((day + timedelta(days=30 * n), fen) for n, fen in enumerate(sums, 1))

    # afterwards ---------------------------------------------------------------------------------

    def _performed(self, telling: Standing) -> Iterator[Move]:
        chance = self._chance
        by = member_of(self._mediators[0]).caller
        breaks = chance.random() < 0.07
        for number, one in enumerate(telling.case.instalments or (), 1):
            days = (one.due - telling.local.date()).days
            if breaks and number == len(telling.case.instalments or ()):
                wait = timedelta(days=max(1, days + chance.randint(3, 20)))
                yield wait, Step.BREACH, by, Said(text="到期未履行（演示）")
                if chance.random() < 0.6:
                    why = Said(text="转入执行（演示）", remedy=Remedy.ENFORCEMENT)
                    yield _days(chance, 12), Step.ENFORCE, by, why
                    return
                days = 6
            is_late = chance.random() < 0.06
            early = -chance.randint(0, 4) if not is_late else chance.randint(1, 9)
            wait = timedelta(days=max(0, days + early), hours=1)
            said = Said(instalment=number, proof=f"回单 演示-{number:03}")
            yield wait, Step.PAY, by, said
        yield _NOW, Step.PAPER, by, Said(paper=Paper.RECEIPTS)

    def _called_back(self) -> Iterator[Move]:
        chance = self._chance
        stars = chance.choices((5, 4, 3, 2, 1, None), (50, 27, 9, 4, 2, 8))[0]
        text = chance.choice(_OPINIONS) or "电话回访"
        said = Said(text=f"{text}（演示）", satisfaction=stars)
        yield _days(chance, 5), Step.CALL_BACK, self._asks_back, said
        yield _NOW, Step.PAPER, self._asks_back, Said(paper=Paper.CALL_BACK_RECORD)

    def _remedy(self) -> Remedy:
        if self._visit.case.category in _LABOUR:
            return Remedy.LABOUR_ARBITRATION
        if self._visit.case.matter is Matter.REQUEST:
            return Remedy.PETITION_REVIEW
        if self._visit.case.category is Category.FOREST_LAND:
            return Remedy.LAND_ARBITRATION
        return Remedy.COURT
