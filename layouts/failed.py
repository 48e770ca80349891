"""The page for when the server has failed: what to do, and a number; nothing of the inside."""

from layouts.entrance.entrance import Frame, page


def failed_page(fault: str) -> str:
    """For a browser whose page could not be made.

    Args:
        fault: the number under which the log knows what happened; letters and digits.
    """
    body = (
        "<p>服务器没能打开这个页面，问题已记入日志。请稍等几秒再试；仍不行，请把编号告诉系统管理员。</p>"
        f'<p class="entrance-code" aria-label="故障编号">{fault}</p>'
        '<p class="entrance-links"><a href="">再试一次</a><a href="/">一屏总览</a></p>'
    )
    return page("服务器出错", Frame(), body)
