"""The answers of verification in words. Pure: said by `common.wording.say`, in the reader's language."""

from hocvien.common.wording import gettext_noop

ANSWERS: dict[str, str] = {
    "matches": gettext_noop("Khớp: giấy số {number} đúng là do {authority} cấp ngày {issued_on}."),
    "expired": gettext_noop(
        "Khớp nhưng đã hết giá trị: giấy số {number} do {authority} cấp ngày {issued_on}, có giá trị đến hết ngày {valid_until}."
    ),
    "withdrawn": gettext_noop(
        "Đã thu hồi: giấy số {number} do {authority} cấp, bị thu hồi ngày {withdrawn_on}. Giấy này không còn giá trị."
    ),
    "replaced": gettext_noop(
        "Đã thay: giấy số {number} do {authority} cấp, được cấp lại thành số {replaced_by}. Hãy yêu cầu xuất trình giấy mới."
    ),
    "not_in_register": gettext_noop(
        "Không có trong sổ: chữ ký đúng khóa của {authority} nhưng sổ không có số {number}. Giữ lại giấy và báo ngay cho nơi cấp."
    ),
    "differs": gettext_noop(
        "Không khớp với sổ: số {number} trong sổ của {authority} ghi nội dung khác với giấy này. Giữ lại giấy và báo ngay cho nơi cấp."
    ),
    "forged": gettext_noop(
        "Không khớp: chữ ký số không đúng với nội dung. Nội dung đã bị sửa hoặc mã bị làm giả. Giữ lại giấy và báo cho nơi được ghi trên giấy."
    ),
    "wrong_authority": gettext_noop(
        "Không khớp: giấy ghi nơi cấp là “{authority_code}” nhưng ký bằng khóa của nơi khác. Giữ lại giấy và báo cho nơi được ghi trên giấy."
    ),
    "key_retired": gettext_noop(
        "Không khớp: giấy ghi ngày cấp {issued_on}, khi khóa đã ký nó không còn được dùng. Hỏi lại nơi cấp."
    ),
    "unknown_key": gettext_noop(
        "Chưa kết luận được: không có khóa công khai {key_id} của nơi cấp “{authority_code}”. Xin tệp khóa công khai của nơi đó rồi kiểm tra lại."
    ),
    "wrong_version": gettext_noop(
        "Chưa kết luận được: mã thuộc phiên bản mà chương trình này chưa biết. Hãy kiểm tra bằng bản chương trình mới hơn."
    ),
    "incomplete": gettext_noop(
        "Không đọc được: mã bị thiếu hoặc thừa ký tự. Hãy quét lại, hoặc chép lại trọn vẹn từ đầu đến cuối."
    ),
    "changed_letters": gettext_noop(
        "Không đọc được: có ký tự bị đọc sai hoặc bị sửa. Hãy quét lại; nếu vẫn vậy, coi như giấy không khớp."
    ),
    "unreadable": gettext_noop("Không đọc được: nội dung mã không đúng quy cách. Coi như giấy không khớp."),
    "not_ours": gettext_noop(
        "Không phải mã của giấy chứng nhận: nội dung phải bắt đầu bằng “HV1:”. Kiểm tra xem đã quét đúng mã chưa."
    ),
    "number_differs": gettext_noop(
        "Không khớp: số vào sổ và mã kiểm tra không phải của cùng một giấy. Kiểm tra lại từng ký tự; nếu vẫn vậy, coi như giấy không khớp."
    ),
    "empty": gettext_noop("Chưa có nội dung mã. Hãy quét hoặc dán nội dung mã QR trên giấy."),
}

GENUINE = frozenset({"matches", "expired"})

LOG_PROBLEMS: dict[str, str] = {
    "gap": gettext_noop("Nhật ký sổ thiếu mục {index}."),
    "leaf": gettext_noop("Mục {index}: mã băm không khớp với nội dung."),
    "columns": gettext_noop("Mục {index}: các cột không khớp với nội dung đã băm."),
    "node": gettext_noop("Nút {level}/{index} của cây không khớp."),
    "node_count": gettext_noop("Cây có {found} nút, đúng ra là {expected}."),
    "size": gettext_noop("Đầu nhật ký ghi {head} mục, đếm được {found}."),
    "root": gettext_noop("Gốc cây tính lại không khớp với đầu nhật ký."),
    "not_logged": gettext_noop("Số {number} ({authority}) không có mục nào trong nhật ký."),
    "logged_twice": gettext_noop("Số {number} ({authority}) được ghi cấp {count} lần."),
    "printed": gettext_noop("Số {number} ({authority}): nội dung trong sổ khác với lúc cấp."),
    "status": gettext_noop("Số {number} ({authority}): tình trạng không khớp với nhật ký."),
}

REISSUE_NOTE = gettext_noop("Cấp lại, thay số {number}")
