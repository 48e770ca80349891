"""What stands before every page, route and socket, from the outermost to the innermost."""

from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette_compress import CompressMiddleware

from api.access.gate import Access
from api.access.limits import AccountLimits, Limits
from api.access.rates import Rates
from api.addresses import TrustedProxies
from api.exports import Exported
from api.requests import Requests
from api.serving.callback_bodies import CallbackBodies
from api.serving.packed import Packed, Packs
from bootstrap.parts import Parts
from bootstrap.rules import proxies, rate_rules
from bootstrap.working_pages import AfterWorkingPages, WorkingPages
from layouts.page import Screen, content_security_policy
from settings import Settings


def install_gate(server: FastAPI, parts: Parts, dash: Screen, packs: Packs) -> None:
    """Put the middleware on; the last one added sees a request first.

    Raises:
        RatesError: a limit or a proxy cannot be read.
    """
    settings, people = parts.settings, parts.people
    rules = rate_rules(settings)
    rates = Rates(rules)
    tile_host = parts.basemap.host if parts.basemap else ""
    server.add_middleware(CallbackBodies, callbacks=dash.callback_map)
    server.add_middleware(AfterWorkingPages, pages=WorkingPages(dash, parts))
    server.add_middleware(CompressMiddleware, zstd=False, brotli_quality=5)
    server.add_middleware(Packed, packs=packs)
    server.add_middleware(Exported, audit=people.audit)
    server.add_middleware(AccountLimits, rates=rates)
    server.add_middleware(
        Access,
        token=parts.token,
        host=settings.host,
        hosts=_hosts(settings),
        csp=lambda of_page: content_security_policy(dash.csp_hashes(), tile_host, of_page),
        presence=people.presence,
        audit=people.audit,
        is_demo=settings.demo,
    )
    server.add_middleware(Limits, rules=rules, rates=rates)
    server.add_middleware(TrustedProxies, trusted=proxies(settings))
    server.add_middleware(Requests, is_told=settings.log_format == "json", calm=parts.work.calm)


def _hosts(settings: Settings) -> list[str]:
    """The names this server goes by, the one of its public pages among them."""
    named = [name.strip() for name in settings.public_hosts.split(",") if name.strip()]
    public = urlsplit(settings.public_address).hostname
    return [*named, public] if public else named
