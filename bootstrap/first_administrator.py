"""The first administrator: made at the first start, the one-time password printed once."""

from bootstrap.parts import Parts

RULE = "─" * 72


async def ensure_administrator(parts: Parts) -> None:
    """Make the security administrator of a store without one, and print how to sign in.

    The password goes to the terminal alone, never to a log or into a file.
    """
    made = await parts.people.accounts.add_first()
    await parts.people.look()
    if made is not None:
        account, password = made
        _say(
            f"首次启动：已建立安全管理员。First start: a security administrator was made.\n"
            f"  登录名 name                       {account.name}\n"
            f"  一次性密码 one-time password      {password}\n"
            f"打开 {_login(parts)} 登录（此密码只显示这一次，登录后须修改并设置双因素认证）。\n"
            "Shown this once; it must be changed at the first sign-in (docs/accounts.md)."
        )
    elif parts.people.nobody_yet:
        _say(
            "尚未有人登录。Nobody has signed in yet. A lost one-time password is replaced by\n"
            "  ONESCREEN_DEMO=0 .venv/bin/python -m onescreen accounts reset admin"
        )


def _login(parts: Parts) -> str:
    settings = parts.settings
    host = "localhost" if settings.host in {"127.0.0.1", "0.0.0.0", "::"} else settings.host  # noqa: S104
    scheme = "https" if settings.tls_certificate else "http"
    return f"{scheme}://{host}:{settings.port}/login" if settings.port else "/login"


def _say(text: str) -> None:
    print(f"{RULE}\n{text}\n{RULE}", flush=True)  # noqa: T201 - for the person at the terminal
