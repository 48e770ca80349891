from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.access.accounts import (
    LONGEST_WAIT,
    Account,
    AccountRules,
    Session,
    as_used,
    check_one_remains,
    check_password,
    due_of,
    is_alive,
    read_email,
    read_name,
    read_role,
    wait_after,
)
from domain.access.roles import CENTRE, PEOPLE
from domain.audit.audit import audit
from domain.errors import ConflictError, InvalidError
from domain.picture.fold import is_live

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RULES = AccountRules(password_days=90)


def account(role="dispatcher", **more):
    return Account("1", "p-0417", "值班员", role, NOON, **{"password_hash": "x", **more})


def session(seen=timedelta(0), made=timedelta(0)):
    return Session("h", "1", NOON - made, NOON - seen, NOON - made + RULES.longest, "a", "b")


@pytest.mark.parametrize(
    ("role", "minutes", "alive"),
    [
        ("dispatcher", 479, True), ("dispatcher", 481, False),
        ("grid_worker", 29, True), ("grid_worker", 31, False),
        ("audit_admin", 14, True), ("audit_admin", 16, False),
    ],
)  # fmt: skip
def test_a_session_may_lie_still_as_long_as_its_role_says(role, minutes, alive):
    seen = timedelta(minutes=minutes)
    assert is_alive(session(seen=seen), account(role), RULES, NOON) is alive


def test_a_session_ends_however_busy_and_with_its_account():
    assert not is_alive(session(made=timedelta(hours=12)), account(), RULES, NOON)
    assert not is_alive(session(), account(is_enabled=False), RULES, NOON)


def test_the_wait_doubles_and_is_bounded():
    assert [wait_after(n).total_seconds() for n in (1, 4, 5, 6, 7)] == [0, 0, 15, 30, 60]
    assert wait_after(10_000) == LONGEST_WAIT


def test_what_is_due_before_anything_else():
    old = NOON - timedelta(days=91)
    assert due_of(account(must_change=True), RULES, NOON) == "password"
    assert due_of(account(password_at=old), RULES, NOON) == "password"
    assert due_of(account(password_at=old), AccountRules(), NOON) is None
    assert due_of(account("security_admin"), RULES, NOON) == "second_factor"
    assert due_of(account("security_admin", totp_secret="S"), RULES, NOON) is None
    elsewhere = account("security_admin", password_hash=None)
    assert due_of(elsewhere, RULES, NOON) == "second_factor"
    assert due_of(account(password_hash=None), RULES, NOON) is None


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaaa", "p-0417-p-0417", "123456789012", "x" * 201,
                 "Password2026!", "abcdefghijklmn", "lieshan12345678", "L1eshan@2026",
                 "烈山区烈山区烈",
                 "woaini5201314", "1qaz2wsx3edc4rfv", "Dragon19880808!!", "qwerty-asdfgh-2025",
                 "abc123abc123abc123", "poiuytrewqlkjh"],
)  # fmt: skip
def test_passwords_that_are_easily_guessed_are_refused(password):
    rules = replace(RULES, words=("lieshan", "烈山区"))
    with pytest.raises(InvalidError):
        check_password(password, "p-0417", rules, {"dragon", "iloveyou"})


def test_a_long_phrase_is_welcome_whatever_its_letters():
    for phrase in (
        "烈山的雨下得很大今天也是如此",
        "seven quiet herons wade",
        "correct-horse-battery",
    ):
        assert check_password(phrase, "p-0417", replace(RULES, words=("烈山",)), {"correct"})


def test_names_and_roles_are_checked():
    assert read_name(" P-0417 ") == "p-0417"
    for name in ("", "a", "张三", "a b", "x" * 40, "<b>"):
        with pytest.raises(InvalidError):
            read_name(name)
    for role, area, department in (
        ("wall", None, None), ("machine", None, None), ("department", None, None),
        ("audit_admin", "340604", None), ("village", "12", None),
    ):  # fmt: skip
        with pytest.raises(InvalidError):
            read_role(role, area, department)


def test_an_audit_record_keeps_who_sat_where_apart_and_is_never_live():
    change = audit("signed_in", actor="a", subject="a", at=NOON, address="10.0.0.1")
    assert change.private == {"address": "10.0.0.1"}
    assert "10.0.0.1" not in str(change.state)
    assert not is_live("audit", change.state, NOON)
    with pytest.raises(ValueError, match="not an act"):
        audit("did_something", actor="a", subject="a", at=NOON)


def test_a_session_lasts_as_long_as_its_role_may():
    rules = AccountRules(
        longest=timedelta(hours=12),
        phone_longest=timedelta(hours=4),
        admin_longest=timedelta(hours=1),
    )
    hours = {role: rules.longest_of(role) / timedelta(hours=1) for role in PEOPLE}
    assert (hours["dispatcher"], hours["police"], hours["audit_admin"]) == (12, 4, 1)


@pytest.mark.parametrize("role", [*CENTRE, "mediation", "partner", "firm_contact", "leader"])
def test_who_works_at_the_centre_is_not_signed_out_between_two_visitors(role: str):
    rules = AccountRules()
    sat = timedelta(hours=3)
    held = Session("h", "1", NOON - sat, NOON - sat, NOON + timedelta(hours=9), "a", "b")
    assert is_alive(held, account(role), rules, NOON)
    assert not is_alive(held, account("police"), rules, NOON)
    assert rules.longest_of(role) == timedelta(hours=12)


def test_one_who_keeps_the_accounts_always_remains():
    keeper = replace(account(role="security_admin"), name="k")
    with pytest.raises(ConflictError, match="last_security_administrator"):
        check_one_remains([account()], replace(keeper, is_enabled=False))
    with pytest.raises(ConflictError):
        check_one_remains([replace(keeper, is_enabled=False)], replace(keeper, role="leader"))
    check_one_remains([keeper], replace(keeper, name="k2", is_enabled=False))


def test_an_account_is_ready_once_its_owner_owes_nothing_and_stays_so():
    boss = account(role="security_admin", must_change=True)
    assert as_used(boss, AccountRules(), NOON).ready_at is None
    boss = replace(boss, must_change=False)
    assert as_used(boss, AccountRules(), NOON).ready_at is None
    boss = as_used(replace(boss, totp_secret="s"), AccountRules(), NOON)
    assert boss.ready_at == NOON
    assert (
        as_used(replace(boss, must_change=True), AccountRules(), NOON + timedelta(1)).ready_at
        == NOON
    )


@pytest.mark.parametrize(
    "text", ["a", "a@b", "a b@c.cn", "<a@b.cn>", "a@b@c.cn", "x" * 120 + "@a.cn"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InvalidError):
        read_email(text)


def test_an_address_is_kept_in_one_form():
    assert read_email(" Wang@Lieshan.GOV.cn ") == "wang@lieshan.gov.cn"
    assert read_email("") is None
