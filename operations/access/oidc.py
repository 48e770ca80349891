"""Signing in at another server: OpenID Connect with code, PKCE, state and nonce, by Authlib.

The other server only says who somebody is. What they may do stands in the account they are matched
with here; nobody without an account is let in.

Source: docs/decisions/0045-sign-in-elsewhere.md
"""

import base64
import hmac
import json
import logging
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from domain.errors import OneScreenError
from operations.access.passwords import new_token

if TYPE_CHECKING:  # half a second to import with httpx, and for sign-in elsewhere alone
    from joserfc import jwt
    from joserfc.jwk import KeySet, KeySetSerialization

log = logging.getLogger(__name__)
# Signatures by a key only the other server has: never `none`, never a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# Ways to show the client's secret, the better first.
_AUTH_METHODS = ("client_secret_basic", "client_secret_post")
_EMAIL_CLAIMS = ("email", "email_verified")
KEPT_S = 3600.0
PATIENCE_S = 10.0
LEEWAY_S = 60


class ElsewhereError(OneScreenError):
    """The other server is away, or what it said does not hold; the text is for the log."""


class UnsupportedAlgorithmError(Exception):
    """The token is not signed by a key that only the other server has."""


class AwayError(ElsewhereError):
    """The other server does not answer."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The other server, as the settings name it."""

    issuer: str
    client_id: str
    client_secret: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way: what must come back, and what proves that it is ours."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is elsewhere. `subject` is unique with its issuer; `email` is a verified one."""

    subject: str
    email: str | None = None


class Elsewhere:
    """Sends people to the other server and reads what they bring back."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._metadata: tuple[float, Mapping[str, Any]] | None = None
        self._keys: KeySet | None = None

    async def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Where to send a browser, and what to keep until it comes back.

        Raises:
            ElsewhereError: the other server cannot be asked.
        """
        attempt = Attempt(new_token(), new_token(), new_token() + new_token(), redirect_uri)
        metadata = await self._told()
        async with self._client(redirect_uri, metadata) as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address), attempt

    async def finish(self, attempt: Attempt, code: str, state: str) -> Identity:
        """Who came back with a code.

        Raises:
            ElsewhereError: the state is another's, the code is refused, or the token does not hold.
        """
        if not hmac.compare_digest(state.encode(), attempt.state.encode()):
            raise ElsewhereError("the state is not the one that was sent")
        metadata = await self._told()
        import httpx
        from authlib.common.errors import AuthlibBaseError

        try:
            async with self._client(attempt.redirect_uri, metadata) as client:
                token = await client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                )
        except httpx.TransportError as error:
            raise AwayError(f"the token was not to be had: {type(error).__name__}") from None
        except (AuthlibBaseError, httpx.HTTPError, ValueError, KeyError) as error:
            raise ElsewhereError(f"the code was refused: {type(error).__name__}") from None
        identity, claims = await self._read(token, attempt)
        if identity.email is not None or not isinstance(token.get("access_token"), str):
            return identity
        return await self._completed(identity, claims, str(token["access_token"]))

    async def _completed(
        self, identity: Identity, claims: Mapping[str, Any], access_token: str
    ) -> Identity:
        """With the e-mail of the userinfo endpoint, when it speaks of the same subject.

        Several servers leave all but the subject out of the id_token.
        """
        metadata = await self._told()
        address = metadata.get("userinfo_endpoint")
        if not isinstance(address, str) or "email" in claims:
            return identity
        bearer = {"Authorization": f"Bearer {access_token}"}
        try:
            told = await self._get(address, bearer)
        except ElsewhereError as error:
            # Who is bound by the subject already needs no e-mail.
            log.warning("sign-in elsewhere: the e-mail was not to be had: %s", error)
            return identity
        if told.get("sub") != claims["sub"]:
            raise ElsewhereError("userinfo speaks of another subject than the id_token")
        return identity_of({**claims, **{name: told.get(name) for name in _EMAIL_CLAIMS}})

    async def _read(
        self, token: Mapping[str, Any], attempt: Attempt
    ) -> tuple[Identity, Mapping[str, Any]]:
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise ElsewhereError("there is no id_token")
        try:
            signed = await self._decoded(raw)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": self._provider.issuer},
                    "aud": {"essential": True, "value": self._provider.client_id},
                },
                {"nonce": attempt.nonce, "client_id": self._provider.client_id},
            )
            claims.validate(now=int(time.time()), leeway=LEEWAY_S)
        except UnsupportedAlgorithmError:
            raise ElsewhereError(_unsupported(raw)) from None
        except (JoseError, ValueError) as error:
            raise ElsewhereError(f"the id_token does not hold: {error}") from None
        return identity_of(claims), claims

    async def _decoded(self, raw: str) -> "jwt.Token":
        from joserfc import jwt
        from joserfc.errors import JoseError

        if _algorithm_of(raw) not in ALGORITHMS:
            raise UnsupportedAlgorithmError
        keys = self._keys or await self._fetch_keys()
        try:
            return jwt.decode(raw, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # The other server may have changed its keys since.
            return jwt.decode(raw, await self._fetch_keys(), algorithms=ALGORITHMS)

    async def _fetch_keys(self) -> "KeySet":
        from joserfc.jwk import KeySet

        metadata = await self._told()
        self._keys = KeySet.import_key_set(
            cast("KeySetSerialization", await self._get(str(metadata["jwks_uri"])))
        )
        return self._keys

    async def _told(self) -> Mapping[str, Any]:
        """What the other server says of itself, asked for once an hour."""
        now = time.monotonic()
        if self._metadata is not None and now - self._metadata[0] < KEPT_S:
            return self._metadata[1]
        issuer = self._provider.issuer
        told = await self._get(issuer.rstrip("/") + "/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if told.get("issuer") != issuer:
            raise ElsewhereError(
                f"ONESCREEN_OIDC_ISSUER is {issuer!r}, but the server calls itself "
                f"{str(told.get('issuer'))[:200]!r}; they must be the same to the letter"
            )
        if missing := [one for one in wanted if not isinstance(told.get(one), str)]:
            raise ElsewhereError(f"the discovery document names no {' and no '.join(missing)}")
        self._metadata = (now, told)
        return told

    async def _get(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        import httpx

        try:
            async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
                answer = await client.get(address, headers=headers)
                answer.raise_for_status()
                told = answer.json()
        except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise AwayError(f"{address} did not answer: {type(error).__name__}") from None
        if not isinstance(told, dict):
            raise ElsewhereError(f"{address} did not answer with an object")
        return told

    def _client(self, redirect_uri: str, metadata: Mapping[str, Any]) -> Any:
        # Imported late: it costs a second that only those pay who sign in elsewhere.
        with warnings.catch_warnings():
            import authlib.deprecate  # noqa: F401 - it turns its own warnings on

            warnings.simplefilter("ignore")  # it would rather have another HTTP library
            from authlib.integrations.httpx_client import AsyncOAuth2Client

        secret = self._provider.client_secret or None
        return AsyncOAuth2Client(
            self._provider.client_id,
            secret,
            token_endpoint_auth_method=_auth_method(metadata) if secret else "none",
            scope="openid email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=PATIENCE_S,
        )


def _auth_method(metadata: Mapping[str, Any]) -> str:
    """How the secret is shown: the first way we know that the server takes.

    Source: OpenID Connect Discovery 1.0, section 3: `client_secret_basic` where it says nothing.
    """
    taken = metadata.get("token_endpoint_auth_methods_supported")
    if not isinstance(taken, list):
        return _AUTH_METHODS[0]
    for method in _AUTH_METHODS:
        if method in taken:
            return method
    told = ", ".join(str(one) for one in taken)[:200]
    raise ElsewhereError(
        f"the token endpoint takes {told or 'no method'}; "
        f"set {' or '.join(_AUTH_METHODS)} for this client there"
    )


def _algorithm_of(raw: str) -> str:
    """What a token says it is signed with; empty when it cannot be read."""
    head = raw.partition(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, UnicodeError):
        return ""
    named = header.get("alg") if isinstance(header, dict) else None
    return named if isinstance(named, str) else ""


def _unsupported(raw: str) -> str:
    algorithm = _algorithm_of(raw)[:20]
    return (
        f"the id_token is signed with {algorithm!r}; set RS256 (or ES256) as the signing "
        "algorithm of this client at the other server"
    )


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Who the claims of a valid token name; an e-mail counts only when it was verified."""
    email = claims.get("email")
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    subject = f"{claims['iss']} {claims['sub']}"
    return Identity(subject, str(email).strip().lower() if is_verified else None)
