"""Calls between desk and field, made of what was made before."""

from api.sentences import sentence_of
from bootstrap.ground import Ground
from domain.field.calls.ice import IceRules, read_servers
from operations.dispatch.nearest import Nearest
from operations.field.calls.parts import Calls, RecordingRules, build_calls
from operations.field.phones import FieldPhones
from operations.field.push import PushChannel, PushKey, Waker
from operations.video.walls.tiles import WallTiles
from settings import Settings, SettingsError


def ice_rules(settings: Settings) -> IceRules:
    """What browsers are told to connect by.

    Raises:
        SettingsError: an address is none, or a TURN server stands without its secret.
    """
    secret = settings.turn_secret.get_secret_value() if settings.turn_secret else ""
    try:
        servers = read_servers(settings.ice_servers)
    except ValueError as error:
        raise SettingsError(f"ONESCREEN_ICE_SERVERS: {error}") from None
    has_turn = any(one.startswith("turn") for one in servers)
    if has_turn and not secret:
        raise SettingsError(
            "ONESCREEN_ICE_SERVERS names a turn: server without ONESCREEN_TURN_SECRET"
        )
    if settings.call_relay_only and not has_turn:
        raise SettingsError(
            "ONESCREEN_CALL_RELAY_ONLY asks for a turn: server in ONESCREEN_ICE_SERVERS"
        )
    return IceRules(servers, secret, settings.call_relay_only)


def calls_of(
    ground: Ground,
    nearest: Nearest,
    phones: FieldPhones,
    push_key: PushKey | None,
    tiles: WallTiles,
) -> Calls:
    """The switchboard and who speaks to it; dark screens are woken where there is a key for it."""
    push = push_key and PushChannel(ground.store, ground.work, push_key, phones.is_rung)
    return build_calls(
        ground.store,
        ground.work,
        ground.picture,
        nearest,
        ground.people.presence,
        phones,
        tiles,
        ice=ice_rules(ground.settings),
        centre_phone=ground.settings.centre_phone,
        wake=Waker(push).wake if push else lambda _: None,
        say=sentence_of,
        recording=RecordingRules(
            ground.settings.call_recording,
            ground.settings.call_recording_days,
            ground.settings.facts_dir / "call_films",
        ),
    )
