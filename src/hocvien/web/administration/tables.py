"""Lists of administration."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.journal_terms import AREAS
from hocvien.web.shell.journal_words import value_words, verb_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

# whose values tell of somebody
_OF_PEOPLE = ("people.person", "faculty.lecturer")


def account_status(user: accounts.User) -> Status:
    """Whether the account can sign in, in a word."""
    if not user.is_active:
        return Status("bad", gettext("Đã khóa"))
    if not user.has_usable_password():
        return Status("warn", gettext("Chưa có mật khẩu"))
    return Status("met", gettext("Đang dùng"))


class AccountTable(Table):
    name = "accounts"
    caption = _("Danh sách tài khoản")
    noun = _("tài khoản")
    default_sort = "username"
    search_plain = ("username", "full_name")
    search_label = _("Tên đăng nhập, họ tên")
    empty_title = _("Chưa có tài khoản nào trong phạm vi này")
    columns = (
        Column(
            "username",
            _("Tên đăng nhập"),
            header=True,
            sort="username",
            link=lambda row: ("administration:account-page", {"uuid": row.uuid}),
            note=lambda row: _("Dữ liệu mẫu") if row.is_generated else "",
        ),
        Column("full_name", _("Họ và tên"), sort="full_name"),
        Column("roles", _("Vai trò"), value="role_words"),
        Column("state", _("Tình trạng"), kind="status", value=account_status, sort="is_active"),
        Column("last_login", _("Đăng nhập gần nhất"), kind="datetime", sort="last_login"),
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        on = self.request.scope.on
        grants = access.grants_of_users([row.pk for row in rows], on)
        labels = org.labels_as_of({g.unit_id for held in grants.values() for g in held}, on)
        for row in rows:
            row.role_words = "; ".join(
                f"{g.get_role_display()}, {labels[g.unit_id].short_name}" for g in grants.get(row.pk, [])
            )
        return rows


def _who(row: journal.Entry) -> str:
    if row.actor is None:
        return gettext("Dòng lệnh")
    if not row.on_behalf_of:
        return str(row.actor)
    return gettext("{name}, thay mặt {other}").format(name=row.actor, other=row.on_behalf_of)


class JournalTable(Table):
    name = "journal"
    caption = _("Nhật ký")
    noun = _("mục")
    per_page = 50
    search_plain = ("actor__full_name", "actor__username", "unit_code", "detail__content")
    search_label = _("Người làm, đơn vị, nội dung")
    empty_title = _("Chưa có gì được ghi trong phạm vi này")
    columns = (
        Column("at", _("Lúc"), kind="datetime", sort="seq", css="nw"),
        Column("actor", _("Người thực hiện"), value=_who),
        Column("verb", _("Việc"), value=lambda row: verb_words(row.verb), header=True, sort="verb"),
        Column("unit", _("Đơn vị"), value="unit_name"),
        Column("values", _("Nội dung"), value=value_words),
        Column("seq", _("Số"), kind="number", sort="seq", hidden=True),
    )
    default_sort = "-at"

    def __init__(self, request: ScreenRequest, rows: Any, **more: Any) -> None:
        super().__init__(request, rows, **more)
        self.filters = (
            Filter(
                "area",
                _("Lĩnh vực"),
                list(AREAS.items()),
                lambda found, value: found.filter(Q(verb__startswith=f"{value}.")),
            ),
        )

    def searched(self, rows: Any) -> Any:
        """Entries about people are found by the name of the person alone: their values would be confirmed one by one else."""
        about_people = Q(subject_type__in=_OF_PEOPLE)
        named = people.matching_names(people.people(), self.query_text).order_by().values("uuid")
        by_actor = Q(actor__full_name__icontains=self.query_text) | Q(unit_code__icontains=self.query_text)
        by_actor |= Q(on_behalf_of__icontains=self.query_text)
        wanted = Q(pk__in=super().searched(rows.exclude(about_people).order_by()).values("pk"))
        return rows.filter(wanted | (about_people & (by_actor | Q(subject_uuid__in=named))))

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        ids = org.ids_by_code({row.unit_code for row in rows if row.unit_code})
        labels = org.labels_as_of(ids.values(), self.request.scope.on)
        for row in rows:
            row.unit_name = labels[ids[row.unit_code]].short_name if row.unit_code in ids else row.unit_code
        return rows
