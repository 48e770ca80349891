"""The product's own TLS on a real socket: pages, cookies and live sockets."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fastapi import FastAPI, WebSocket
from websockets.asyncio.client import connect

from api.access.gate import Access
from api.live.live import UVICORN_WS_OPTIONS
from api.serving.connections import bounded_http
from data_folder import read_tls
from settings import Settings
from tests.support.serving import serving


def write_certificate(folder: Path) -> Settings:
    """A certificate for localhost that signs itself, with its key in a file of mode 600."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "one.pem", folder / "one.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.touch(mode=0o600)
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Settings(tls_certificate=certificate, tls_key=secret)


@pytest.fixture
def app() -> Access:
    made = FastAPI()

    @made.get("/")
    async def page() -> str:
        return "one"

    @made.websocket("/ws/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("hello")

    return Access(made, token="t")


async def test_pages_and_sockets_speak_tls_and_say_so_for_a_year(app: Access, tmp_path: Path):
    settings = write_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=settings.tls_certificate)
    config = uvicorn.Config(
        app,
        port=0,
        host="127.0.0.1",
        log_level="critical",
        lifespan="off",
        http=bounded_http(10, []),
        **read_tls(settings),
        **UVICORN_WS_OPTIONS,
    )
    async with serving(config) as port, httpx.AsyncClient(verify=trusted) as client:
        answer = await client.get(f"https://localhost:{port}/")
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        async with connect(f"wss://localhost:{port}/ws/live", ssl=trusted) as socket:
            assert await socket.recv() == "hello"
        with pytest.raises(httpx.TransportError):
            await client.get(f"http://localhost:{port}/")


async def test_over_plain_http_nothing_is_promised(app: Access):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert "strict-transport-security" not in (await client.get("/")).headers
