"""The data folder: made for its owner only, held by one server, and the secrets kept in it.

Like settings.py it is read by app, bootstrap and `__main__` only.
"""

import contextlib
import fcntl
import json
import os
import secrets
import ssl
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pydantic import SecretStr

from settings import Settings, SettingsError

# All that a file's mode can let others do.
_OTHERS = 0o077


class SecretFileError(SettingsError):
    """A secret's file can be read by others; the text says how to mend it."""


class DataDirInUseError(SettingsError):
    """Another server runs on the same data folder; the text says which folder."""


def prepare_data_dir(settings: Settings) -> None:
    """Make the data folder and keep others out of it and of all it holds (modes 700 and 600).

    What this process makes from now on is its owner's alone.

    Raises:
        SettingsError: the folder cannot be made or written to.
    """
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.data_dir.chmod(0o700)
        settings.facts_dir.mkdir(mode=0o700, exist_ok=True)
        os.umask(_OTHERS)
        for path in (*settings.facts_dir.iterdir(), settings.high_water, settings.seals):
            if path.is_file() and not path.is_symlink() and path.stat().st_mode & _OTHERS:
                path.chmod(0o600)
        with tempfile.TemporaryFile(dir=settings.facts_dir):
            pass
    except OSError as error:
        why = error.strerror or str(error)
        raise SettingsError(
            f"{settings.data_dir.absolute()} cannot be written to: {why}; set ONESCREEN_DATA_DIR"
        ) from None


def prepare_for_command(settings: Settings) -> None:
    """As `prepare_data_dir`, for a command that writes: it never begins a demo beside real facts.

    Whoever forgets ONESCREEN_DEMO=0 would get an account, a key or units in a database that no
    server reads.

    Raises:
        SettingsError: there are real facts and no demo here, or the folder cannot be written to.
    """
    facts = settings.facts_dir / "facts.db"
    real = settings.data_dir / "real"
    if not settings.database_url and not facts.exists() and (real / "facts.db").exists():
        raise SettingsError(
            f"there is no demo in {settings.data_dir.absolute()}, only the real database: set "
            "ONESCREEN_DEMO=0 (a demo beside it begins with `make run`)"
        )
    prepare_data_dir(settings)


def hold_data_dir(settings: Settings) -> IO[bytes]:
    """Keep other servers off this folder's facts until the file is closed or the process ends.

    Two would show different positions on their screens, and in the demo both would act.

    Raises:
        DataDirInUseError: another server holds it.
    """
    file = (settings.facts_dir / "lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise DataDirInUseError(
            f"another server runs on {settings.facts_dir}; stop it, or set ONESCREEN_DATA_DIR"
        ) from None
    return file


def read_ingest_token(settings: Settings) -> str:
    """The ingest token from the environment, else from its file, else newly made (mode 600).

    Raises:
        SecretFileError: the file is readable by other users.
    """
    return _secret(settings.ingest_token, settings.data_dir / "ingest_token")


def read_account_key(settings: Settings) -> str:
    """The key that seals second factors, found like the ingest token.

    Raises:
        SecretFileError: the file is readable by other users.
    """
    return _secret(settings.account_key, settings.data_dir / "account_key")


def read_demo_password(settings: Settings) -> str:
    """The password of the demo's accounts, made for this data folder (docs/centre.md).

    Raises:
        SecretFileError: the file is readable by other users.
    """
    return _secret(None, settings.data_dir / "demo_password")


def read_oidc_secret(settings: Settings) -> str:
    """What this product proves itself with at the other server; empty for none.

    Raises:
        SecretFileError: the file cannot be read, or others can read it.
    """
    if settings.oidc_client_secret_file is not None:
        return read_secret_file(settings.oidc_client_secret_file)
    given = settings.oidc_client_secret
    return given.get_secret_value() if given else ""


def read_video_secret(settings: Settings, source: str) -> str:
    """With what we sign in at a source of pictures: `video/<name>` in the data folder; else empty.

    Raises:
        SecretFileError: the file cannot be read, is empty, or others can read it.
    """
    path = settings.data_dir / "video" / source
    return read_secret_file(path) if path.exists() else ""


def _secret(given: SecretStr | None, path: Path) -> str:
    """A secret from the environment, else from its file, else newly made."""
    if given and given.get_secret_value():
        return given.get_secret_value()
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    return read_secret_file(path)


def read_secret_file(path: Path) -> str:
    """The one line of a file nobody else may read.

    Raises:
        SecretFileError: it cannot be read, is empty, or can be read by other users.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise SecretFileError(f"{path} can be read by other users; run: chmod 600 {path}")
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretFileError(f"{path} cannot be read: {error}") from None
    if not secret:
        raise SecretFileError(f"{path} is empty; delete it to have a new secret made")
    return secret


def read_tls(settings: Settings) -> dict[str, str]:
    """The certificate and its key as uvicorn takes them; empty without TLS.

    Raises:
        SettingsError: one of the two is missing, is no PEM, or they do not belong together.
        SecretFileError: the key can be read by other users.
    """
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None and key is None:
        return {}
    if certificate is None or key is None:
        raise SettingsError("set both ONESCREEN_TLS_CERTIFICATE and ONESCREEN_TLS_KEY, or neither")
    for path in (certificate, key):
        if not path.is_file():
            raise SettingsError(f"{path} is no file; see docs/tls.md")
    if key.stat().st_mode & 0o077:
        raise SecretFileError(f"{key} can be read by other users; run: chmod 600 {key}")
    _check_pair(certificate, key)
    return {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}


def _check_pair(certificate: Path, key: Path) -> None:
    """See that both can be read and belong together, before the server would end on a traceback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asked: list[Path] = []

    def no_passphrase() -> str:
        asked.append(key)
        return ""

    try:
        context.load_cert_chain(certificate, key, password=no_passphrase)
    except ssl.SSLError as error:
        if asked:
            why = f"{key} has a passphrase; write it without one (openssl pkey), mode 600"
        elif error.reason == "KEY_VALUES_MISMATCH":
            why = f"{key} is the key of another certificate than {certificate}"
        else:
            why = f"{certificate} and {key} are not a PEM certificate and its PEM key"
        raise SettingsError(f"{why}; see docs/tls.md") from None
    except OSError as error:
        raise SettingsError(f"{certificate} or {key} cannot be read: {error}") from None


def note_backup(settings: Settings, made_at: str, size: int) -> None:
    """Note beside the data that a backup was made, for the overview of administrators.

    Args:
        settings: of the server.
        made_at: when, in ISO.
        size: of its files, in bytes.
    """
    target = _backup_note(settings)
    draft = target.with_suffix(".tmp")
    draft.write_text(json.dumps({"made_at": made_at, "size": size}), "utf-8")
    draft.replace(target)


def read_backup_note(settings: Settings) -> dict[str, Any] | None:
    """When the last backup was made (`made_at`, ISO) and its `size`; None where none is known."""
    try:
        noted = json.loads(_backup_note(settings).read_text("utf-8"))
        datetime.fromisoformat(noted["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {"made_at": str(noted["made_at"]), "size": int(noted.get("size") or 0)}


def _backup_note(settings: Settings) -> Path:
    return settings.data_dir / f"last_backup-{settings.facts_dir.name}.json"
