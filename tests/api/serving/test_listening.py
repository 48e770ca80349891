"""The address is taken before anything costly begins, and a refusal says what to do."""

import socket

import pytest

from api.serving.listening import CannotListenError, take_address


def test_a_free_address_is_taken() -> None:
    [taken] = take_address("127.0.0.1", 0)
    with taken:
        assert taken.getsockname()[1] > 0


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListenError, match=f"{port}: another program .* ONESCREEN_PORT"):
            take_address("127.0.0.1", port)


def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    with pytest.raises(CannotListenError, match="no such address; set ONESCREEN_HOST"):
        take_address("192.0.2.1", 8050)
