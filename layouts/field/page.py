"""The phone page: a shell without a fact in it, which its script fills."""

from html import escape

from domain.words import Words

LANGUAGES = {"zh": "zh-CN", "en": "en"}


def phone_page(place: str, words: Words, *, script: str, style: str, is_demo: bool) -> str:
    """The HTML of /m.

    Args:
        place: the district's name.
        words: of the reader's language.
        script: its address.
        style: its address.
        is_demo: what is shown is invented.
    """
    title = words("外勤")
    demo = f'<p class="m-demo">{escape(words("演示数据"))}</p>' if is_demo else ""
    return (
        f'<!DOCTYPE html><html lang="{LANGUAGES[words.language]}" data-theme="bright"><head>'
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        '<meta name="theme-color" content="#0b4f8a">'
        '<meta name="apple-mobile-web-app-capable" content="yes">'
        f"<title>{escape(title)} · {escape(place)}</title>"
        '<link rel="manifest" href="/m/manifest.webmanifest">'
        '<link rel="icon" href="/m/icon-192.png">'
        '<link rel="apple-touch-icon" href="/m/icon-192.png">'
        '<link rel="stylesheet" href="/assets/00_tokens.css">'
        f'<link rel="stylesheet" href="{style}"><script src="{script}" defer></script></head>'
        f'<body class="m" data-place="{escape(place, quote=True)}">'
        f'{demo}<main id="m"><p class="m-wait">{escape(words("正在打开…"))}</p></main>'
        f"<noscript><p>{escape(words('本页需要启用 JavaScript。'))}</p></noscript></body></html>"
    )
