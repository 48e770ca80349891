"""Signing in at another server over real HTTP: whom its word lets in, and whom it does not."""

from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import RSAKey

from domain.audit.audit import audit
from operations.access.accounts import OPERATOR, NewAccount
from operations.access.oidc import Elsewhere, Provider
from tests.api.access.test_entrance import Site
from tests.support.door import serve
from tests.support.identity_provider import CLIENT, SECRET, IdentityProvider

EMAIL = {"email": "Wang@Lieshan.gov.cn", "email_verified": True}


@pytest_asyncio.fixture
async def other():
    """The other server, listening."""
    made = IdentityProvider()
    async with serve(made.app()) as port:
        made.issuer = f"http://127.0.0.1:{port}"
        yield made


@pytest.fixture
def site(people, other):
    elsewhere = Elsewhere(Provider(other.issuer, CLIENT, SECRET))
    return Site(people, elsewhere=elsewhere, oidc_name="统一身份认证登录")


async def come_back(browser, after="/desk", **change):
    """Out by the button, through the other server, and back with its word."""
    page = await browser.get("/login?next=" + after)
    assert f'href="/login/oidc?next={after}"' in page.text
    out = await browser.get("/login/oidc?next=" + after)
    assert out.status_code == 303
    async with httpx.AsyncClient() as real:
        back = httpx.URL((await real.get(out.headers["location"])).headers["location"])
    assert (back.host, back.path) == ("one", "/login/oidc/callback")
    return await browser.get(str(back.copy_merge_params(change)))


async def add(people, name="w-1", role="dispatcher", **more):
    new = NewAccount(name, role, email="wang@lieshan.gov.cn", has_password=False, **more)
    return (await people.accounts.add(OPERATOR, new))[0]


async def test_somebody_with_an_account_here_is_let_in_and_bound_to_the_subject(
    people, site, other
):
    await add(people)
    other.person |= EMAIL
    async with site.browser() as browser:
        done = await come_back(browser)
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        assert (await browser.get("/desk")).json() == {"actor": "w-1", "role": "dispatcher"}
    other.person = {"sub": "u-1"}  # known by the subject from now on
    async with site.browser() as browser:
        assert (await come_back(browser)).headers["location"] == "/desk"
    other.person = {"sub": "u-2", **EMAIL}  # and the address opens it to nobody else
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == 403
    assert [state["by"] for _, _, state, _ in people.told("signed_in")] == ["oidc", "oidc"]


async def test_nobody_gets_an_account_or_a_power_by_it(people, site, other):
    for person in (
        {"sub": "u-9"},
        {"sub": "u-9", "email": "stranger@x.cn", "email_verified": True},
        {"sub": "u-9", **EMAIL, "email_verified": False},
        {"sub": "u-9", **EMAIL, "email_verified": "true"},
    ):
        other.person = person
        await add(people, f"w-{len(str(person))}") if not people.told("account_added") else None
        async with site.browser() as browser:
            refused = await come_back(browser)
            assert refused.status_code == 403, person
            assert "没有与该身份对应的账号" in refused.text
            assert (await browser.get("/desk")).status_code == 303
    [account] = await people.accounts.all(OPERATOR)
    assert account.oidc_subject is None
    await people.accounts.disable(OPERATOR, account.name)
    other.person = {"sub": "u-9", **EMAIL}
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == 403


async def test_an_administrator_owes_the_second_factor_all_the_same(people, site, other):
    await add(people, "boss", "system_admin")
    other.person |= EMAIL
    async with site.browser() as browser:
        await come_back(browser)
        assert (await browser.get("/admin")).headers["location"] == "/account"
        assert "entrance-qr" in (await browser.get("/account")).text
    account = (await people.accounts.all(OPERATOR))[0]
    sealed = people.register.box.seal("JBSWY3DPEHPK3PXP", account.account_id)

    def set_factor(tx):
        tx.accounts.put_account(replace(account, totp_secret=sealed))
        tx.append(audit("second_factor_set", actor="boss", subject="boss", at=tx.at))

    await people.register.write(set_factor)
    async with site.browser() as browser:
        half = await come_back(browser)
        assert half.headers["location"] == "/login/code?next=%2Fdesk"
        assert (await browser.get("/admin")).status_code == 303


async def test_who_cancels_there_or_finds_it_gone_is_told_so_and_is_not_half_signed_in(
    people, site, other
):
    await add(people)
    async with site.browser() as browser:
        await browser.get("/login/oidc?next=/desk")
        told = await browser.get("/login/oidc/callback?error=access_denied&state=x")
        assert (told.status_code, "已在统一身份认证处取消登录" in told.text) == (400, True)
        assert 'value="/desk"' in told.text, "one still gets where one wanted to go"
        assert (await browser.get("/desk")).status_code == 303
    gone = Elsewhere(Provider("http://127.0.0.1:9", CLIENT, SECRET))
    site = Site(people, elsewhere=gone, oidc_name="统一身份认证登录")
    async with site.browser() as browser:
        told = await browser.get("/login/oidc?next=/desk")
        assert (told.status_code, "暂时无法使用" in told.text) == (503, True)
        assert (await browser.get("/desk")).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"iss": "http://evil.example"}, {"aud": "another"}, {"nonce": "another"}, {"exp": 1},
     {"azp": "another", "aud": ["onescreen", "another"]}],
)  # fmt: skip
async def test_a_token_that_does_not_hold_lets_nobody_in(people, site, other, wrong):
    await add(people)
    other.person |= EMAIL
    other.wrong = wrong
    async with site.browser() as browser:
        refused = await come_back(browser)
        assert refused.status_code == 400
        assert "统一身份认证没有完成" in refused.text
        assert (await browser.get("/desk")).status_code == 303


async def test_what_did_not_begin_in_this_browser_does_not_end_in_it(people, site, other):
    await add(people)
    other.person |= EMAIL
    async with site.browser() as browser, site.browser() as victim:
        assert (await come_back(browser, state="another")).status_code == 400
        page = "/login/oidc/callback?code=code-0&state=x"
        assert (await victim.get(page)).status_code == 400
        other.signs_with = RSAKey.generate_key(2048, {"kid": "k1"})
        assert (await come_back(browser)).status_code == 400
        other.key, other.signs_with = other.signs_with, None  # it has changed its key: asked anew
        assert (await come_back(browser)).status_code == 303
        assert (await come_back(victim, code="stolen")).status_code == 400


async def test_a_server_that_is_away_is_said_so(people):
    site = Site(people, elsewhere=Elsewhere(Provider("http://127.0.0.1:9", CLIENT)), oidc_name="x")
    async with site.browser() as browser:
        refused = await browser.get("/login/oidc")
        assert refused.status_code == 503
        assert "暂时无法使用" in refused.text


async def test_without_one_there_is_no_button_and_no_way(people):
    site = Site(people)
    async with site.browser() as browser:
        assert "/login/oidc" not in (await browser.get("/login")).text
        assert (await browser.get("/login/oidc")).headers["location"] == "/login"
        assert (await browser.get("/login/oidc/callback?code=a")).status_code == 400


async def test_an_email_that_only_userinfo_tells_lets_its_account_in(people, site, other):
    await add(people)
    other.userinfo = {"sub": "u-1", **EMAIL}
    async with site.browser() as browser:
        assert (await come_back(browser)).headers["location"] == "/desk"
    other.userinfo = None  # known by the subject from now on, whatever userinfo does
    async with site.browser() as browser:
        assert (await come_back(browser)).headers["location"] == "/desk"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"sub": "u-2", **EMAIL}, 400),  # of somebody else
        ({**EMAIL}, 400),  # of nobody
        ({"sub": "u-1", **EMAIL, "email_verified": False}, 403),
        ({"sub": "u-1"}, 403),
        (None, 403),
    ],
)
async def test_userinfo_of_another_or_unverified_opens_nothing(people, site, other, told, status):
    await add(people)
    other.userinfo = told
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == status
        assert (await browser.get("/desk")).status_code == 303


async def test_an_email_the_token_names_unverified_is_not_verified_by_userinfo(people, site, other):
    await add(people)
    other.person |= {**EMAIL, "email_verified": False}
    other.userinfo = {"sub": "u-1", **EMAIL}
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == 403


async def test_a_mismatch_of_issuers_names_both(people, other, caplog):
    mine = other.issuer + "/"
    site = Site(people, elsewhere=Elsewhere(Provider(mine, CLIENT, SECRET)), oidc_name="x")
    async with site.browser() as browser:
        assert (await browser.get("/login/oidc")).status_code == 503
    assert f"ONESCREEN_OIDC_ISSUER is {mine!r}" in caplog.text
    assert f"calls itself {other.issuer!r}" in caplog.text


async def test_the_secret_is_shown_as_the_other_server_takes_it(people, site, other, caplog):
    await add(people)
    other.person |= EMAIL
    other.auth_method = "client_secret_post"
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == 303
    other.auth_method = "private_key_jwt"
    site = Site(people, elsewhere=Elsewhere(Provider(other.issuer, CLIENT, SECRET)), oidc_name="x")
    async with site.browser() as browser:
        assert (await browser.get("/login/oidc")).status_code == 503
    assert "takes private_key_jwt; set client_secret_basic or client_secret_post" in caplog.text


async def test_a_shared_signature_is_refused_and_the_log_says_what_to_set(
    people, site, other, caplog
):
    await add(people)
    other.person |= EMAIL
    other.algorithm = "HS256"
    async with site.browser() as browser:
        assert (await come_back(browser)).status_code == 400
        assert (await browser.get("/desk")).status_code == 303
    assert "signed with 'HS256'; set RS256" in caplog.text
