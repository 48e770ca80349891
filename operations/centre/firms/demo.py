"""The demo's enterprise station and its policy library, written once."""

from domain.centre.firms import seed
from domain.centre.firms.firms import FIRM, FIRM_ENFORCEMENT, FIRM_REQUEST, FIRM_VISIT
from domain.centre.firms.station import FIRM_POLICY, RECEPTION_DAY, TECHNOLOGY_ENVOY
from domain.centre.premises.places import Centre
from store import Store
from store.centre.firms import counted


def write_demo_firms(store: Store, centre: Centre | None) -> None:
    """Write firms, requests and sums where no firm was ever registered; blocks."""
    if centre is None:
        return
    with store.transaction() as tx:
        if counted(tx.connection, tx.at)[0]:
            return
        for policy in seed.POLICIES:
            tx.put(FIRM_POLICY, policy, action="add", actor="demo")
        for firm in seed.demo_firms(centre.lead, seed.CONTACT):
            tx.put(FIRM, firm, action="add", actor="demo")
        for request in seed.demo_requests(centre.lead, seed.CONTACT, tx.at):
            tx.put(FIRM_REQUEST, request, action="add", actor="demo")
        for enforced in seed.demo_enforcements(tx.at):
            tx.put(FIRM_ENFORCEMENT, enforced, action="add", actor="demo")
        for visit in seed.demo_visits(seed.CONTACT, tx.at):
            tx.put(FIRM_VISIT, visit, action="add", actor="demo")
        tx.put(RECEPTION_DAY, seed.demo_reception(tx.at), action="add", actor="demo")
        tx.put(TECHNOLOGY_ENVOY, seed.demo_envoy(), action="add", actor="demo")
