"""Which grids have a police officer, as the beats of the police tell it."""

from sqlalchemy import Connection

from store.net import fusion


def grids_with_officer(connection: Connection) -> set[str] | None:
    """The grids of every beat that names an officer; None while there are no beats."""
    beats = fusion.all_beats(connection)
    if not beats:
        return None
    return {grid for beat in beats if beat.officers for grid in beat.shares}
