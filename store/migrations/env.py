"""Run migrations on the connection the store hands over, inside its transaction."""

from alembic import context

from store.models.facts import Base
from store.models.positions import PositionsBase
from store.schema import VERSION_TABLE

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=(Base if attributes["part"] == "facts" else PositionsBase).metadata,
    version_table=VERSION_TABLE[attributes["part"]],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
