from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


class RealDataHere(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "real_data_here",
            _(
                "Nơi chứa dữ liệu này đã có đơn vị thật, nên không nạp dữ liệu mẫu vào. "
                "Đặt HOCVIEN_DATA tới một thư mục trống rồi chạy lại."
            ),
        )
