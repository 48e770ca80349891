"""The parts of the field side."""

from bootstrap.video.parts import VideoParts
from operations.dispatch.nearest import Nearest
from operations.field.acts import FieldActs
from operations.field.feed import FieldFeed
from operations.field.field import Field
from operations.field.orders import FieldOrders
from operations.field.phones import FieldPhones
from operations.field.sos import FieldSos


class FieldParts(VideoParts):
    """Phones in the field."""

    def _make_field(self, nearest: Nearest) -> None:
        """After the desk: it uses what ranks units and what takes alarms."""
        phones = FieldPhones(self.store, self.work, self.people.presence, self.picture)
        orders = FieldOrders(self.store, self.work, self.areas, self.board, nearest)
        self.field = Field(
            store=self.store,
            work=self.work,
            phones=phones,
            orders=orders,
            acts=FieldActs(self.store, self.work),
            sos=FieldSos(self.store, self.work, self.sos),
            feed=FieldFeed(self.store, phones, orders),
        )
