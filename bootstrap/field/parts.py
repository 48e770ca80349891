"""The parts of the field side."""

from dataclasses import replace

from bootstrap.rules import push_key
from bootstrap.video.parts import VideoParts
from domain.field.passkeys import site_of
from operations.desk.parts import DeskSettings
from operations.dispatch.nearest import Nearest
from operations.field.acts import FieldActs
from operations.field.feed import FieldFeed
from operations.field.field import Field
from operations.field.orders import FieldOrders
from operations.field.passkeys import FieldPasskeys
from operations.field.phones import FieldPhones
from operations.field.push import PushChannel
from operations.field.sos import FieldSos
from operations.field.standbys import FieldStandbys
from operations.field.upkeep import FieldUpkeep


class FieldParts(VideoParts):
    """Phones in the field."""

    def _make_phones(self) -> None:
        """Before the desk, whose notices they are told."""
        self.push_key = push_key(self.settings)
        self.field_phones = FieldPhones(self.store, self.work, self.people.presence, self.picture)

    def _with_pushes(self, settings: DeskSettings) -> DeskSettings:
        """The desk's settings, with pushes among the channels where there is a key for them."""
        if self.push_key is None:
            return settings
        push = PushChannel(self.store, self.work, self.push_key, self.field_phones.is_rung)
        return replace(settings, channels=(*settings.channels, push))

    def _make_field(self, nearest: Nearest) -> None:
        """After the desk: it uses what ranks units and what takes alarms."""
        phones = self.field_phones
        orders = FieldOrders(self.store, self.work, self.areas, self.board, nearest)
        standbys = FieldStandbys(self.store, self.work, self.board, nearest)
        self.field = Field(
            store=self.store,
            work=self.work,
            phones=phones,
            passkeys=FieldPasskeys(
                self.store, self.work, phones, site_of(self.settings.public_address)
            ),
            orders=orders,
            standbys=standbys,
            acts=FieldActs(self.store, self.work),
            sos=FieldSos(self.store, self.work, self.sos),
            feed=FieldFeed(self.store, phones, orders, standbys),
            upkeep=FieldUpkeep(self.store, self.work, phones),
            push_key=self.push_key.public if self.push_key else None,
            push_services=self.settings.push_services.split(","),
        )
