"""Refusals of a roll-up that cannot be built."""

from hocvien.common.errors import DomainError
from hocvien.common.wording import gettext_noop


class RollupNotInstalled(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "rollup_not_installed",
            gettext_noop(
                "Máy này chưa cài phần cộng trước số liệu. Cài Học viên kèm phần “nation” (thư viện numpy) rồi chạy lại; trong khi chờ, báo cáo vẫn đếm thẳng từ dữ liệu."
            ),
        )


class RollupTooWide(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(
            "rollup_too_wide",
            gettext_noop(
                "Quá nhiều đơn vị được cộng trước: hơn {most} nhóm số liệu. Chạy lại với mức cao hơn, thí dụ hocvien rollup rebuild --least 5000; trong khi chờ, báo cáo vẫn đếm thẳng từ dữ liệu."
            ),
            most=most,
        )
