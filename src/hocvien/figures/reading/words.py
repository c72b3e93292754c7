"""The words a report uses, by what they tell: lists to be added to, from which `measures` and `groups` make their patterns once.

Written without marks and in small letters, as `Letters.bare` has them; an entry may be a regular expression. The first that fits wins, so the longer stands before
the shorter. A word goes in with a line of `tests/figures/shapes.yaml` that needs it.
"""

from collections.abc import Iterable


def any_of(entries: Iterable[str]) -> str:
    """One of them, as a pattern without a group around it."""
    return "|".join(entries)


# who is counted: a number before one of these counts people
PEOPLE = (
    r"hoc vien",
    r"hv",
    r"nguoi(?! (?:lao dong )?nop)",
    r"dong chi",
    r"d/c",
    r"dc",
    r"can bo",
    r"cb(?:cnv|ccvc|cc|gv|nv|ct|cs)?",
    r"cnvc(?:ld)?",
    r"ccvc",
    r"cnv",
    r"dang vien",
    r"dv",
    r"quan chung",
    r"qcut",
    r"doan vien",
    r"hoi vien",
    r"thanh nien",
    r"cap uy vien",
    r"cap uy",
    r"uy vien",
    r"bi thu",
    r"pho bi thu",
    r"chi uy vien",
    r"chi uy",
    r"cong chuc",
    r"vien chuc",
    r"giao vien",
    r"giang vien",
    r"bao cao vien",
    r"tuyen truyen vien",
    r"hoc sinh",
    r"sinh vien",
    r"chien s[iy]",
    r"dai bieu",
    r"nhan dan",
    r"cong nhan",
    r"doi tuong(?: [1-4](?!\w))?",
    r"em(?! nho)",
    r"vi\b",
    r"chi(?= (?:la|em)(?!\w))",
    r"lanh dao",
    r"phu nu",
    r"nong dan",
    r"cuu chien binh",
    r"nhan vien",
    r"chuc sac",
    r"chuc viec",
    r"nha tu hanh",
    r"chu doanh nghiep",
    r"truong thon",
    r"to truong",
    r"quan nhan",
    r"tan binh",
    r"dan quan",
    r"thanh thieu nien",
    r"ban(?= thanh| doan| tre)",
    r"si quan",
    r"nha giao",
    r"thi sinh",
    r"cong doan vien",
    r"dang vien",
    r"can su",
    r"truong (?:ban|phong)",
    r"(?:pho )?chu (?:nhiem|tich)",
    r"(?:pho )?hieu truong",
    r"chi hoi truong",
    r"pho truong",
)

# bands of results, the longer name before the one it holds
BANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("xuat_sac", (r"xuat sac",)),
    ("gioi", (r"gioi",)),
    ("trung_binh_kha", (r"trung binh[- ]+kha", r"tb[- ]?kha", r"tbk")),
    ("kha", (r"kha",)),
    ("trung_binh", (r"trung binh", r"tb")),
    ("khong_dat", (r"khong dat", r"chua dat", r"yeu(?! cau)")),
)

# classes somebody examined or led, opened by others
EXAMINED = (
    r"thi (?:tot nghiep|het mon|hoc phan)(?: cho)?",
    r"cham thi(?: tot nghiep)?",
    r"on tap",
    r"(?:di )?nghien cuu thuc te cho",
    r"tiep tuc (?:giang day|quan ly)",
    r"hien(?: nay)?(?: (?:truong|trung tam))?(?: con)?(?: dang)? quan ly",
    r"(?<!thi )(?<!cong nhan )(?<!bang )tot nghiep",
)

# classes and pupils of schools for children, of trades: not of the Party's training
SCHOOLS = (
    r"mam non",
    r"tieu hoc",
    r"trung hoc",
    r"thcs",
    r"thpt",
    r"hoc sinh",
    r"day nghe",
    r"dao tao nghe",
    r"hoc nghe",
)

# unless these stand in the same sentence
OF_THE_PARTY = (
    r"boi duong",
    r"tap huan",
    r"chinh tri",
    r"ly luan",
    r"llct",
    r"nghi quyet",
    r"quan triet",
    r"chi thi",
    r"dang vien",
    r"hoc vien",
    r"quan chung",
    r"doi tuong",
    r"quoc phong",
    r"nhan thuc",
    r"cam tinh",
    r"dang",
)

# a level those counted have, not a class they attended
LEVELLED = (
    r"(?:(?:da|deu|hien) )*(?:co|dat)\s+trinh do",
    r"dat (?:tu\s+)?\d+(?:[.,]\d+)?(?![\d.,]*\s*%)",
    r"co diem",
    r"duoc diem",
)

# words that say results are told
GRADED = (
    r"xep loai",
    r"ket qua\s*[:,]",
    r"dat bang",
    r"loai (?:gioi|kha|xuat sac|trung binh)",
    r"(?:gioi|kha|xuat sac) chiem",
    r"ty le (?:hoc vien )?(?:(?:dat|xep) )?(?:loai )?(?:gioi|kha|xuat sac)",
    r"ket qua (?:hoc tap|xep loai|cuoi khoa|thi|kiem tra|tot nghiep)",
    r"phan loai",
    r"tot nghiep",
    r"(?:xuat sac|gioi|kha|trung binh)\s*:?\s*\d+[^.;]{0,30}?(?:gioi|kha|trung binh|khong dat)\s*:?\s*\d",
    r"\d\s+(?:hoc vien\s+)?(?:gioi|kha|xuat sac)(?!\w)",
)

# an average follows
AVERAGES = (
    r"(?:binh quan|trung binh) (?:moi|hang|mot) (?:nam|thang|quy)(?:,? [^\W\d]+){0,8}",
    r"binh quan",
    r"trung binh",
    r"tung lop",
)

# a number that was only planned follows
PLANNED_NUMBERS = (
    r"chi tieu(?: duoc)?(?: giao)?",
    r"ke hoach(?: giao| de ra| la| ca nam)?",
    r"theo ke hoach",
    r"duoc giao",
    r"(?:de an|ke hoach)(?: [^\W\d]+){0,3} (?:dao tao|boi duong)",
    r"chi tieu duoc phan bo(?: la)?",
    r"(?<!\w)kh(?: nam)?",
)

# classes after these were not held
NOT_HELD = (
    r"(?:phai |tam )?(?:hoan|huy)(?: mo| to chuc)?",
    r"(?:chua|khong)(?: the)? (?:mo|to chuc)(?: duoc)?",
)

# and before these
NOT_HELD_AFTER = (
    r"(?:con )?(?:chua|khong)(?: the)?(?: duoc)? (?:mo|to chuc)",
    r"(?:phai )?(?:tam )?(?:hoan|huy)(?!\w)",
)

# a planned number before these
PLANNED_AFTER = (r"(?:theo |trong )?(?:ke hoach|chi tieu)(?: (?:giao|de ra|nam))?(?=\s*(?:[,.;)\n]|$))",)

# classes still going on
GOING_ON = (
    r"(?:con lai )?dang hoc(?! chuyen)",
    r"(?:con lai )?chua (?:ket thuc|be giang|tong ket)",
    r"(?:con lai )?(?:se|du kien)(?: se)? (?:ket thuc|be giang|tong ket)",
)

# a bound follows, not a number
BOUNDS = (
    r"it nhat",
    r"toi thieu",
    r"toi da",
    r"khong qua",
)

# marks for conduct, not for what was learned
CONDUCT = (
    r"ren luyen",
    r"hanh kiem",
    r"y thuc to chuc ky luat",
)

# those counted after these are no learners: praised, punished, lecturers, staff
NOT_LEARNERS_BEFORE = (
    r"khen thuong(?: cho)?",
    r"bang khen(?: cho)?",
    r"phan thuong cho",
    r"suc chua",
    r"(?:giai quyet viec lam|kham (?:chua )?benh)(?: cho)?",
    r"(?:bang|giay) khen(?!\w)[^.;,]{0,60}(?<!\w)cho",
    r"(?:tham tra|xac minh)(?!\w)[^.;,\d]{0,30}",
    r"bieu duong",
    r"tuyen duong(?: cho)?",
    r"tang giay khen(?: cho)?",
    r"giay khen cho",
    r"ky luat",
    r"thi dua",
    r"du gio(?: cua)?",
    r"doi ngu\s+(?:\w+\s+){0,4}",
    r"doi ngu (?:(?!(?:cho|voi|lop)\b)[^\W\d]+ ){0,9}?(?:co|gom|la)",
    r"giang vien\s+(?:\w+\s+){0,3}(?:gom|co|la)\s*",
    r"bien che",
    r"dieu dong",
    r"tang qua(?: cho)?",
    r"bao cao vien\s+(?:gom|co)\s*",
    r"nop bai cho",
    r"mien (?:giam )?(?:hoc phi )?cho",
    r"ho tro(?!\w)[^.;\n]{0,50}(?<!\w)cho",
    r"phat the(?: dang)?(?: cho)?",
    r"tong so (?:dang vien|can bo)(?: la)?",
    r"hien co",
    r"toan (?:dang bo|huyen|tinh) hien co",
    r"(?<!\w)(?:con )?(?<!gioi )thieu",
    r"(?:nghien cuu thuc te|tham quan|toa dam|hoi thao|hoi thi|giao luu|ve nguon)(?: (?!lop)\w+){0,4} (?:cho|voi|gom|co)",
)

# somebody is trained: without one of these near, people are only people
TRAINING = (
    r"lop",
    r"khoa",
    r"boi duong",
    r"dao tao",
    r"tap huan",
    r"(?<!trung )(?<!tieu )(?<!dai )hoc(?! sinh| pho thong| duong| ky| van)",
    r"chuyen de",
    r"quan triet",
    r"tham gia hoc",
    r"mo",
    r"cu(?! nhan| tri)",
)

# those counted before these are no learners
NOT_LEARNERS_AFTER = (
    r"duoc khen thuong",
    r"duoc (?:[^\W\d]+ ){0,8}(?:tang|trao|khen|bieu duong)(?! (?:bang|chung chi|giay chung nhan|quyet dinh))",
    r"duoc bieu duong",
    r"vang mat",
    r"(?<!hoi )(?<!de )(?<!kien )nghi(?!\w| quyet)",
    r"bo hoc",
    r"(?<!dat )(?<!yeu cau )phai (?:thi|hoc|kiem tra) lai",
    r"(?:vang|bo|hoan) thi(?!\w)",
    r"(?:khong|chua) du dieu kien",
    r"bi ky luat",
    r"khong tham gia",
    r"duoc giam khao",
    r"co thanh tich",
    r"duoc nhan (?:bang|giay) khen",
    r"duoc gioi thieu",
    r"(?:khong|chua) duoc cap",
    r"duoc tuyen duong",
    r"tham gia giang day",
    r"(?:du|tham du|den du)(?: le| buoi le)? (?:khai giang|be giang|khai mac|be mac)",
    r"giang day",
)

# “lớp” without a number after these is one class
OPENED_BEFORE = (
    r"to chuc",
    r"mo",
    r"khai giang",
    r"khai mac",
    r"be giang",
    r"be mac",
    r"duy tri",
    r"quan ly(?:\s+tot)?",
    r"tong ket",
    r"phoi hop mo",
    r"mo duoc",
    r"mo moi",
    r"cung",
)

# a list of parts of what was just told follows
PARTS_FOLLOW = (
    r"trong do",
    r"gom(?: co)?",
    r"bao gom",
    r"cu the(?: la)?",
    r"nhu sau",
    r"chia ra",
    r"trong so (?:do|nay)",
    r"so (?:do|nay)(?= co(?!\w))",
    r"do la",
    r"trong tong so",
    r"theo do",
    r"noi bat (?:la|co)",
    r"nhieu nhat la",
    r"ke den la",
    r"dang chu y(?: la)?",
    r"(?<=[,;:(.] )rieng",
)

# who did it follows, not what
BY_WHOM = (
    r"phoi hop (?:voi|cung)",
    r"cung voi",
    r"voi",
    r"ban",
    r"cua",
    r"do",
)

# people went to a class of others
ATTENDING = (
    r"tham gia(?: hoc)?",
    r"theo hoc",
    r"di hoc",
    r"hoc tap tai",
    r"du hoc",
    r"tham du",
    r"hoc(?=\s+(?:cao cap|trung cap|so cap|lop|cac lop|dai hoc|thac s))",
)

# a class was opened
OPENING = (
    r"mo",
    r"to chuc",
    r"khai giang",
)

# posts that tell who learners are, not what they attended
POSTS = (
    r"(?:pho )?bi thu(?: (?:chi bo|dang uy|chi uy))?",
    r"(?:chi|cap|dang) uy vien",
    r"uy vien(?: ban chap hanh)?",
    r"(?:pho )?chu tich",
)

# who learners are, told without a noun in a list of parts: `trong đó đảng viên 3.120, quần chúng 1.000`
AUDIENCES = (
    r"dang vien",
    r"quan chung",
    r"doan vien",
    r"hoi vien",
    r"cong chuc",
    r"vien chuc",
)

# what is told is a gathering, not a class
GATHERINGS = (
    r"(?:cuoc|buoi|dot)(?= (?:hoc tap|sinh hoat|tuyen truyen|quan triet|nghien cuu))",
    r"hoi nghi",
)

# an intake or a sitting by its number
NUMBERED = (r"(?:khoa|dot|lop|ky)(?: so| thu)? (?:\d{1,3}|[ivx]+)",)

# guests of an opening; those of a council are learners like any other
GUESTS = r"dai bieu(?! (?:hoi dong|hdnd|quoc hoi))"

# what follows is still to be done
PLANNED = (
    r"du kien",
    r"uoc (?:ca nam|thuc hien)",
    r"se (?:mo|to chuc)",
    r"phan dau",
    r"dat muc tieu",
    r"ke hoach (?:nam )?[^.;]{0,30}?(?:mo|to chuc)",
    r"xay dung ke hoach mo",
    r"(?<!lop theo )(?:ke hoach|chi tieu) (?:[^\W\d]+ ){0,3}giao",
    r"(?<!lop )theo ke hoach(?: nam|,)(?![^.;]{0,100}(?:khai giang|be giang|khai mac|be mac))",
    r"(?:^|[.;\n]\s*)ke hoach nam \d{4} [^.;,]{0,70}(?<!\w)co(?= \d)",
    r"(?<!% )(?<!voi )(?<!du )(?<!dat )(?<!vuot )chi tieu",
)

# classes that began the year before
CARRIED = (
    r"chuyen tiep",
    r"nam (?:truoc|19\d\d|20\d\d) chuyen sang",
    r"dang hoc chuyen",
)
