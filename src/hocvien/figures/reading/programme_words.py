"""The words that name programmes, by their codes: lists to be added to, from which `programmes` makes its patterns once.

Written as in `words`, without marks and in small letters; an entry may be a regular expression. The first that fits wins, so the longer stands
before the shorter. A word goes in with a line of `tests/figures/shapes.yaml` that needs it.
"""

OTHER_REFRESHERS, OTHERS = "BDCM", "KHAC"

# names that say the programme
STRONG: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "QPAN",
        (
            r"quoc phong",
            r"qp\s?-?\s?an\b",
            r"qpan",
            r"gdqp",
        ),
    ),
    (
        "QTNQ",
        (
            r"quan triet",
            r"hoc tap,?\s+(?:va\s+)?(?:quan triet\s+)?(?:cac\s+)?(?:chi thi|nghi quyet)",
            r"trien khai\s+(?:cac\s+)?(?:chi thi|nghi quyet)",
        ),
    ),
    (
        "CCLLCT",
        (
            r"cao cap\s*(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri|hanh chinh)",
            r"(?:lop|khoa|hoc|he|dao tao|bang|chuong trinh)\s+cao cap\b",
            r"cao cap(?=\s*(?:la|:|co|\()?\s*\d)",
            r"(?<=\d nguoi )cao cap\b",
            r"(?<=\d dong chi )cao cap\b",
            r"cu nhan (?:ly luan )?chinh tri",
            r"cclct",
            r"cc\s*llct",
        ),
    ),
    (
        "TCLLCT",
        (
            r"trung cap\s*(?:,\s*)?(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri|hanh chinh)",
            r"(?:lop|khoa|hoc|he|dao tao|bang|chuong trinh)\s+trung cap\b",
            r"trung cap(?=\s*(?:la|:|co|\()?\s*\d)",
            r"(?<=\d nguoi )trung cap\b",
            r"(?<=\d dong chi )trung cap\b",
            r"tc\s*llct",
            r"tclct",
        ),
    ),
    (
        "SCLLCT",
        (
            r"so cap\s*(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri)",
            r"(?:lop|khoa|hoc|dao tao|chuong trinh)\s+so cap\b",
            r"so cap(?=\s*(?:la|:|co|\()?\s*\d)",
            r"sc\s*llct",
            r"sclct",
        ),
    ),
    (
        "NTVD",
        (
            r"nhan thuc\s+(?:ve\s+)?dang",
            r"(?:ket nap|kn)\s+(?:vao\s+)?dang\b",
            r"cam tinh\s+dang",
            r"(?:phat trien|tim hieu ve|doi tuong)\s+dang\b(?!\s+vien)",
            r"doi tuong\s+(?:phat trien|ket nap)",
            r"ntvd",
            r"kn\s?d\b",
            r"dtkn\w*",
            r"qcut",
        ),
    ),
    (
        "DVM",
        (
            r"dang vien\s+(?:du bi|moi|tre moi)",
            r"dv moi",
            r"dvm\b",
        ),
    ),
    (
        "CNKT",
        (
            r"cap nhat\s+(?:,?\s*bo sung\s+)?(?:cac\s+)?kien thuc",
            r"cap nhat kt",
        ),
    ),
    (
        "NVCTD",
        (
            r"(?:nghiep vu|ky nang|kien thuc)?\s*(?:ve\s+)?cong tac\s+(?:xay dung\s+)?dang\b(?!\s+(?:uy|vien|bo))",
            r"nghiep vu\s+(?:cong tac\s+)?(?:cap uy|chi uy|bi thu|xay dung dang|dang\b|(?:to chuc|kiem tra|van phong cap uy))",
            r"xay dung dang",
            r"cap uy vien",
            r"bi thu\s+(?:chi|dang)\s*(?:bo|uy)",
            r"bi thu,? (?:pho bi thu )?cap uy",
            r"boi duong cap uy",
            r"bi thu,",
            r"chi uy vien",
            r"cap uy\s+(?:co so|chi bo|vien)",
            r"(?:cho|lop|tap huan) cap uy\b",
            r"cong tac kiem tra,?\s*(?:va\s+)?giam sat",
            r"kiem tra,? giam sat",
            r"nvctd",
            r"nghiep vu ct dang",
        ),
    ),
    (
        "DOAN",
        (
            r"can bo\s+doan(?!\s*(?:the|,?\s*hoi))",
            r"doan co so",
            r"doi tuong doan",
            r"cong tac doan\b(?!\s*the)",
            r"bi thu,?(?: va)? pho bi thu (?:chi )?doan(?!\s*the)",
            r"bi thu (?:chi )?doan",
            r"doan thanh nien",
            r"can bo,? (?:doan vien )?thanh nien",
            r"nghiep vu doan\b(?!\s*the)",
            r"doan - hoi - doi",
            r"thanh van",
        ),
    ),
    (
        "GV",
        (
            r"(?:can bo,?\s*(?:quan ly,?\s*)?(?:va\s+)?)?giao vien",
            r"he cho (?:can bo|giao vien)",
            r"(?:boi duong|chinh tri)\s+he\b",
            r"nganh giao duc",
        ),
    ),
)

# names that say it only where nothing strong stands beside them
WEAK: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "QTNQ",
        (r"nghi quyet(?=[^.;()]{0,60}:\s)",),
    ),
    (
        "QPAN",
        (r"doi tuong\s+[1-4]\b",),
    ),
    (
        "NTVD",
        (r"(?:(?<=\d )|(?<=lop cho )|(?<=lop danh cho ))(?:quan chung|doan vien) uu tu",),
    ),
    (
        "DOAN",
        (r"doan vien,? thanh nien(?= ?:)",),
    ),
    (
        OTHERS,
        (
            r"lop khac",
            r"boi duong khac",
            r"lop (?:boi duong |tap huan )?(?:cho )?cac doi tuong khac",
            r"chuong trinh khac",
            r"doi tuong khac",
            r"loai hinh khac",
            r"noi dung khac",
            r"lop con lai",
            r"hoc cao hoc",
            r"(?:sau )?dai hoc(?=\s*:\s*\d)",
            r"thac s[iy]",
            r"dai hoc chinh tri",
            r"(?:lop|hoc|dao tao) (?:sau )?(?:dai hoc|dh)(?!\w)",
        ),
    ),
    (
        OTHER_REFRESHERS,
        (
            r"(?:lop|boi duong|tap huan|hoc)\s+(?:[^\W\d]+\s+){0,3}chuyen de",
            r"chuyen de khac",
            r"nghiep vu,? (?:va )?chuyen de",
            r"ky nang(?!,? (?:va )?(?:nghiep vu|phuong phap))",
            r"ngach",
            r"chuyen vien",
            r"bao cao vien",
            r"tuyen truyen vien",
            r"(?<!ban )dan van",
            r"(?<!ban )tuyen giao",
            r"(?<!boi duong, )(?<!boi duong va )(?<!dao tao, )(?<!dao tao va )tap huan(?!,? (?:va )?boi duong(?! nghiep vu))",
            r"mat tran",
            r"doan the",
            r"(?<!dang vien, )(?<!doan vien, )(?<!dang vien va )(?<!doan vien va )hoi vien",
            r"phu nu",
            r"nong dan",
            r"cuu chien binh",
            r"cong doan",
            r"to chuc hoi",
            r"ccb",
            r"mttq",
            r"dai bieu (?:hoi dong|hdnd)",
            r"quan ly nha nuoc",
            r"chuc danh",
            r"kien thuc (?:dan toc|ton giao)",
            r"cong tac (?:dan toc|ton giao)",
            r"truong thon",
            r"to truong",
            r"dan pho",
            r"lich su",
            r"tu tuong ho chi minh",
            r"hoc tap va lam theo",
        ),
    ),
)

# what names no programme of its own: the whole work, or a refresher like the others
GENERAL = (
    r"(?:dao tao|boi duong|bd)(?:,?\s*(?:va\s+)?(?:dao tao|boi duong|tap huan|cap nhat))*(?:\s+(?:ve\s+)?(?:ly\s+l\w+\s+chinh tri|llct|ly luan|chinh tri))?",
    r"ly\s+luan\s+chinh tri",
    r"llct",
)
