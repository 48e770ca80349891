"""The built product with people of the organisation department and of two communities in it."""

import json
from typing import Any

from domain.access.callers import Caller
from domain.net.party.activities import ActivityType, PartyActivity
from domain.net.party.organisations import (
    OrganisationLevel,
    OrganisationType,
    PartyMember,
    PartyOrganisation,
    Roll,
)
from domain.net.party.self_governance import CommunityActivity, SelfGovernancePlace
from tests.access.gatehouse import CALLBACK, Answer
from tests.access.test_matrix import posted
from tests.access.two_towns import OTHER_TOWN, TwoTowns

VILLAGE, GRID, OTHER_GRID = "340604001001", "340604001001001", "340604001001002"
THIRD_GRID, FOURTH_GRID = "340604001001003", "340604001001004"
NAME, PHONE, HOUSE = "演示密名-0417", "138-0000-0417", "密语楼一单元"
KEEPER = Caller("keeps", "department", department="organisation")
STAFF = Caller("lives", "village", area=VILLAGE)
OF_COMMUNITY = PartyOrganisation(
    "", None, VILLAGE, OrganisationType.GENERAL_BRANCH, OrganisationLevel.COMMUNITY, "甲社区党总支",
    founded="2020-07-01", term_end="2099-07-01", secretary=NAME,
)  # fmt: skip
OF_GRID = PartyOrganisation(
    "", None, GRID, OrganisationType.BRANCH, OrganisationLevel.GRID, "甲社区第一网格党支部",
    founded="2020-07-01", term_end="2099-07-01", secretary=NAME,
)  # fmt: skip


class TheParty(TwoTowns):
    """Two towns, the department that keeps party data, and others."""

    async def start(self) -> None:
        """Open everything, and let them in."""
        await super().start()
        for name, role, area, department in (
            ("keeps", "department", None, "organisation"),
            ("lives-there", "village", f"{OTHER_TOWN}001", None),
            ("sees-all", "leader", None, None),
        ):
            await self.people.add(name, role, area=area, department=department)
            self.tokens[name] = (await self.people.sign_in(name)).token
        await self._party_story()

    async def _party_story(self) -> None:
        """A community with one branch, somebody in it, a household, and what was held."""
        register = self.parts.party.register
        await register.found(OF_COMMUNITY, KEEPER)
        branch = await register.found(OF_GRID, KEEPER)
        key = branch.organisation_id
        member = await register.put_member(
            PartyMember("", None, key, "", Roll.DOUBLE, duty_post="楼栋长", name=NAME, phone=PHONE),
            STAFF,
        )
        await register.link(member.member_id, HOUSE, STAFF)
        held = PartyActivity(
            "", None, key, "", ActivityType.THEME_DAY, "2026-07-01", "会议室", "", 9
        )
        await register.hold(held, STAFF)
        place = SelfGovernancePlace("", None, VILLAGE, "艾乡驿站", "一号楼", head=NAME)
        await self.parts.party.self_governance.open(place, STAFF)
        event = CommunityActivity(
            "", None, VILLAGE, "庆七一", "2026-07-01", "广场", "", attendance=80, cost_fen=123_450
        )
        await self.parts.party.self_governance.hold(event, STAFF)

    async def shown(self, who: str, **looked: Any) -> str:
        """What the page shows somebody who looks at this."""
        return await self._asked(who, "net_party-body.children", "net_party-view", looked)

    async def pressed(self, who: str, **asked: Any) -> str:
        """What the page answers when something on it is sent."""
        return await self._asked(who, "net_party-says.children", "net_party-do", asked)

    async def loaded(self, who: str, what: str, contents: str) -> Answer:
        """Hand a table over."""
        body = json.loads(posted(self, f"net_party-{what}-says.children"))
        body["inputs"][0]["value"] = contents
        return await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())

    async def _asked(self, who: str, output: str, store: str, held: Any) -> str:
        body = json.loads(posted(self, output))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == store:
                entry["value"] = held
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        if answer.status != 200:
            return f"HTTP {answer.status}"
        return json.dumps(json.loads(answer.body), ensure_ascii=False)
