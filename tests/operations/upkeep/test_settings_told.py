"""Settings that differ from those of the last start are in the record, by name."""

from operations.upkeep.settings_told import tell_settings
from store import open_store


def test_what_was_set_differently_since_the_last_start_is_told_once(tmp_path):
    store = open_store(None, tmp_path)
    assert tell_settings(store, {"ONESCREEN_TRACK_DAYS": "30"}) == []
    assert tell_settings(store, {"ONESCREEN_TRACK_DAYS": "30"}) == []
    assert tell_settings(store, {"ONESCREEN_TRACK_DAYS": "9"}) == ["ONESCREEN_TRACK_DAYS"]
    told = store.history("audit", "settings")
    assert [(one.actor, one.action) for one in told] == [("operator", "setting_changed")] * 2
    assert told[-1].state["values"] == {"ONESCREEN_TRACK_DAYS": "9"}
    store.close()
