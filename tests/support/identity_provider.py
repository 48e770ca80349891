"""A small OpenID Connect server for tests: real HTTP, signed tokens, PKCE checked."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

CLIENT, SECRET = "onescreen", "a client's secret"


@dataclass
class IdentityProvider:
    """Whoever is sent to it is `person` at once; `wrong` are claims put over the right ones."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1"})
    wrong: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signs_with: RSAKey | None = None
    discovery_more: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    auth_method: str = "client_secret_basic"
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        made.add_api_route("/.well-known/openid-configuration", self.discovery)
        made.add_api_route("/authorize", self.authorize)
        made.add_api_route("/token", self.token, methods=["POST"])
        made.add_api_route("/keys", self.keys)
        made.add_api_route("/userinfo", self.tell_userinfo)
        return made

    async def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "userinfo_endpoint": self.issuer + "/userinfo",
            "token_endpoint_auth_methods_supported": [self.auth_method],
        } | self.discovery_more

    async def tell_userinfo(self, request: Request) -> Response:
        if request.headers.get("authorization") != "Bearer a" or self.userinfo is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse(self.userinfo)

    async def keys(self) -> Any:
        return {"keys": [self.key.as_dict(private=False)]}

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def token(self, request: Request) -> Response:
        said = {name: one[0] for name, one in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_client = request.headers.get("authorization") == f"Basic {basic}"
        if self.auth_method == "client_secret_post":
            is_client = (said.get("client_id"), said.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not is_client or challenge != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"]} | self.person | self.wrong
        header = {"alg": self.algorithm, "kid": "k1"}
        key = OctKey.import_key(SECRET) if self.algorithm == "HS256" else self.key
        signed = jwt.encode(header, claims, self.signs_with or key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed})
