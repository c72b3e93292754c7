"""An empty installation: tables, programmes, the root unit and one administrator who holds every role there."""

from argparse import Namespace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.console.database import prepare
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.returns import api as returns

USERNAME = "admin"


def run(args: Namespace) -> int:
    """Refused when something is already recorded here: nothing is ever overwritten."""
    prepare()
    with transaction.atomic():
        if journal.list_entries().exists():
            raise DomainError(
                "not_empty", _("Nơi này đã có dữ liệu: hãy đặt HOCVIEN_DATA hoặc DATABASE_URL trỏ tới nơi còn trống.")
            )
        if args.kind not in org.UnitKind.values:
            raise DomainError(
                "unit_kind_unknown",
                _("Không có loại đơn vị “{kind}”: hãy chọn một trong {kinds}."),
                kind=args.kind,
                kinds=", ".join(org.UnitKind.values),
            )
        catalogue.load_seed(actor=None)
        eligibility.load_seed(actor=None)
        obligations.load_seed(actor=None)
        returns.load_seed(actor=None)
        unit = org.found_unit(actor=None, code=args.unit, name=args.name, kind=args.kind, valid_from=args.since)
        password = access.make_password()
        user = access.open_account(
            actor=None, username=USERNAME, full_name="Quản trị", password=password, unit_code=unit.code
        )
        for role in access.Role.values:
            access.give_grant(actor=None, user=user, role=role, unit=unit, valid_from=args.since)
    print(f"Đã lập đơn vị {args.name} ({args.unit}). (The installation is ready.)")
    print(f"Tên đăng nhập (sign-in name): {USERNAME}")
    print(f"Mật khẩu, chỉ hiện một lần (password, shown once): {password}")
    print("Chạy tiếp (next): hocvien serve")
    return 0
