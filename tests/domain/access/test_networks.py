"""A crowd from one network pushes out itself alone."""

from domain.access.networks import UNKNOWN, give_way, network_of


def test_a_caller_of_ipv6_is_its_whole_network():
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_of(None) == network_of("no address") == UNKNOWN


def test_the_oldest_of_ones_own_go_first():
    held = {1: "a", 2: "b", 3: "a"}
    assert give_way(held, "a", most=10, most_of_one=2) == [1]
    assert give_way(held, "b", most=10, most_of_one=2) == []


def test_in_a_full_room_the_oldest_of_the_largest_crowd_goes():
    held = {1: "b", 2: "a", 3: "a"}
    assert give_way(held, "c", most=3, most_of_one=5) == [2]
    assert give_way({1: "a", 2: "b"}, "c", most=2, most_of_one=5) == [1]
    assert give_way({}, "c", most=1, most_of_one=1) == []
