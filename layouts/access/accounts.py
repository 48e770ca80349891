"""Accounts, as the security administrator keeps them: found, added, changed, stopped, mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from domain.access.accounts import Account, Session
from domain.access.role_names import PEOPLE
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.elements.opening import opening
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "accounts"
# The store of what is looked for: {"q", "role", "limit"}.
ASKED = "accounts-asked"
STEP = 100
# More rows than these on one page are looked for, not scrolled through.
MOST = 500
SIGN_INS: Mapping[str, str] = {"": "本地密码", "elsewhere": "仅统一认证"}
ANY = "all"


@dataclass(frozen=True, slots=True)
class View:
    """What the page is drawn with.

    Attributes:
        me: the login name of the reader, whose own account is kept elsewhere.
        reader: for whom.
        zone_name: the district's.
        now: a lock that ends before it is none.
        area_name: what an area is called.
        department_name: what a department is called.
    """

    me: str
    reader: Reader
    zone_name: str
    now: datetime
    area_name: Callable[[str], str]
    department_name: Callable[[str], str]

    @property
    def words(self) -> Words:
        """The reader's."""
        return self.reader.words

    def moment(self, at: datetime | None) -> str:
        """In the district's time."""
        return office.moment(at, self.zone_name)


def accounts_page(drawing: Drawing) -> list[Component]:
    """Where the accounts are drawn."""
    return office.frame(drawing, dcc.Store(id=ASKED))


def accounts(
    items: Sequence[Account],
    total: int,
    asked: Mapping[str, str],
    areas: Mapping[str, str],
    view: View,
) -> Component:
    """What is looked for, and the accounts found, by name."""
    words = view.words
    roles = [(ANY, words("全部")), *fields.choices(PEOPLE, words)]
    search = office.form(
        ASKED,
        {},
        words("查询"),
        fields.text("q", words("登录名、姓名、部门或区域"), value=asked.get("q")),
        fields.choice("role", words("角色"), roles, asked.get("role") or ANY),
    )
    add = office.act(words("新建账号"), ids.do(PAGE), {"act": "new"})
    columns: office.Columns = (
        (words("登录名"), lambda one: office.named(one.name)),
        (words("姓名"), lambda one: office.named(one.display_name)),
        (words("角色"), lambda one: words(PEOPLE.get(one.role, one.role))),
        (
            words("范围"),
            lambda one: office.named(view.area_name(one.area)) if one.area else words("全域"),
        ),
        (
            words("部门"),
            lambda one: office.named(one.department and view.department_name(one.department)),
        ),
        (words("最近登录"), lambda one: view.moment(one.signed_in_at)),
        (words("状态"), lambda one: state_of(one, view)),
        (words("双因素"), lambda one: words("已启用") if one.totp_secret else words("未启用")),
        (words("操作"), lambda one: _manage(one, view)),
    )
    parts: list[Component] = [
        html.Div([search, add], className="admin-bar"),
        fields.areas(areas),
        office.table(columns, items, words("没有符合条件的账号"), tight=1),
        html.P(
            words("共 {total} 个账号，已列出 {count} 个", total=total, count=len(items)),
            className="admin-says",
        ),
    ]
    if total > len(items) >= MOST:
        parts.append(office.note(words("一页最多列出 {most} 个；请用搜索缩小范围", most=MOST)))
    elif total > len(items):
        more = min(STEP, total - len(items))
        question = {**asked, "limit": str(len(items) + STEP)}
        label = words("再看 {count} 个", count=more)
        parts.append(opening(label, ASKED, question, name="button small"))
    return within(view.reader, parts)


def state_of(one: Account, view: View) -> str:
    """Whether somebody can sign in with it."""
    words = view.words
    if not one.is_enabled:
        return words("已停用")
    if one.locked_until and one.locked_until > view.now:
        return words("锁定至 {until}", until=view.moment(one.locked_until)[11:])
    return words("待首次登录") if one.must_change else words("正常")


def _manage(one: Account, view: View) -> Any:
    words = view.words
    if one.name == view.me:
        return words("本人")
    return office.act(words("管理"), ids.do(PAGE), {"act": "open", "name": one.name})


def _fields(words: Words, one: Account | None = None) -> list[Component]:
    return [
        fields.text("display_name", words("姓名"), value=one.display_name if one else ""),
        fields.choice(
            "role", words("角色"), fields.choices(PEOPLE, words), one.role if one else "dispatcher"
        ),
        fields.area(words, one.area if one else ""),
        fields.text(
            "department", words("部门（部门人员必填）"), value=one.department if one else ""
        ),
        fields.text(
            "email", words("邮箱（统一认证用）"), longest=120, value=one.email if one else ""
        ),
    ]


def _card(view: View, name: str, *parts: Any) -> Component:
    close = office.act(view.words("关闭"), ids.do(PAGE), {"act": "close"})
    made = html.Section(
        [*(part for part in parts if part is not None), close],
        className="admin-card",
        tabIndex=-1,
        **attributes({"aria-label": name, "data-focus": f"{name} {view.now.isoformat()}"}),
    )
    return within(view.reader, made)


def new_account(view: View) -> Component:
    """The form of an account that does not exist yet."""
    words = view.words
    return _card(
        view,
        words("新建账号"),
        office.title(words("新建账号")),
        office.form(
            ids.do(PAGE),
            {"act": "add"},
            words("建立账号"),
            fields.text("name", words("登录名（警号或工号）"), longest=32, is_required=True),
            *_fields(words),
            fields.choice("sign_in", words("登录方式"), fields.choices(SIGN_INS, words)),
        ),
    )


def account(one: Account, sessions: Sequence[Session], view: View, password: str = "") -> Component:
    """One account: what may be changed, what may be done, where it is signed in.

    Args:
        one: whose card it is.
        sessions: live ones, last used first.
        view: how it is drawn.
        password: a one-time password that is shown this once.
    """
    words = view.words
    told = words("一次性密码，只显示这一次，首次登录须修改：")
    return _card(
        view,
        one.name,
        office.title(words("账号"), one.name),
        office.once(told, password) if password else None,
        office.form(
            ids.do(PAGE), {"act": "change", "name": one.name}, words("保存"), *_fields(words, one)
        ),
        html.Div(_acts(one, view), className="admin-acts"),
        office.title(words("登录的设备")),
        _sessions(one, sessions, view),
        _act("end_all", words("全部下线"), one, words("该账号的所有登录立即结束。确定？"), words)
        if len(sessions) > 1
        else None,
    )


def _acts(one: Account, view: View) -> list[Component]:
    words = view.words
    is_locked = one.locked_until is not None and one.locked_until > view.now
    stop = words("停用后立即下线，且不能登录。确定停用？")
    reset = words("原密码立即失效，所有登录下线。确定重置？")
    factor = words("仅在手机丢失并核实本人后移除。确定移除？")
    made: list[Component] = [
        _act("disable", words("停用此账号"), one, stop, words)
        if one.is_enabled
        else _act("enable", words("启用此账号"), one, "", words)
    ]
    if is_locked:
        made.append(_act("unlock", words("解除锁定"), one, "", words))
    if one.password_hash is not None:
        made.append(_act("reset", words("重设密码"), one, reset, words))
    if one.totp_secret is not None:
        made.append(_act("factor", words("移除双因素认证"), one, factor, words))
    return made


def _act(name: str, label: str, one: Account, question: str, words: Words) -> html.Button:
    asked = {"act": name, "name": one.name}
    return office.act(label, ids.do(PAGE), asked, sure=question, about=one.name, words=words)


def _sessions(account: Account, sessions: Sequence[Session], view: View) -> Component:
    words = view.words

    def end(one: Session) -> Component:
        asked = {"act": "end", "name": account.name, "session": one.public_id}
        return office.act(words("下线"), ids.do(PAGE), asked)

    columns: office.Columns = (
        (words("最近使用"), lambda one: view.moment(one.seen_at)),
        (words("登录时间"), lambda one: view.moment(one.created_at)),
        (words("地址"), lambda one: office.named(one.address)),
        (words("设备"), lambda one: office.named(one.agent)),
        (words("操作"), end),
    )
    return office.table(columns, sessions, words("没有登录的设备"), tight=3)
