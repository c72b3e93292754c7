"""The shapes by which `measures` tells what a number counts, made once of the lists in `words`; over letters without marks."""

import re

from . import words
from .words import any_of

PEOPLE = any_of(words.PEOPLE)
CLASS_NOUN = re.compile(
    r"\s*(?:luot\s+)?(?:(?P<lop>(?:loai hinh )?lop)|(?P<khoa>khoa(?!\s+hoc\s+(?:ky|thuat|xa)|\s+luan|\s+(?:[ivxlc]+|\d+)(?!\w))))(?:\s+hoc\b)?(?!\w)"
)
PEOPLE_NOUN = re.compile(rf"\s*(?P<luot>luot\b(?!\s+(?:lop|xe|bai))\s*)?(?P<noun>(?:{PEOPLE})(?!\w))?")
PERCENT = re.compile(r"\s*(?:%|phan tram)")

BANDS = tuple((name, any_of(shapes)) for name, shapes in words.BANDS)
BAND = "|".join(f"(?P<{name}>{shape})" for name, shape in BANDS)
EACH_BAND = re.compile(rf"(?<!\w)(?:{BAND})(?!\w)")
# 67 học viên (đạt | xếp) loại khá
BAND_AFTER = re.compile(
    rf"\s*(?:(?:{PEOPLE})\s*)?(?:(?:co\s+)?(?:ket qua|xep loai|dat loai|loai|xep|dat|duoc xep loai|duoc xep|dat bang|bang|tot nghiep loai|tot nghiep|hoc tap|hoc luc)\s*:?\s*)*(?:(?:{BAND})(?!\w))(?!\s*(?:,|va|-)\s*(?:xuat sac|gioi|kha|trung binh)(?!\w)(?!\s*:?\s*\d))"
)
# loại khá: 67 (77,01%), khá 67
BAND_BEFORE = re.compile(rf"(?<!\w)(?:loai\s+)?(?:{BAND})\s*(?:co|la|:|=|dat|chiem|-)?\s*(?:so luong\s*:?\s*)?$")
MANY_BANDS = re.compile(
    r"(?<!\w)(?:kha|gioi|xuat sac)\s*(?:,|va|-|tro len|)\s*(?:(?:loai\s+)?(?:xuat sac|gioi|kha)(?!\w)(?!\s*:?\s*\d)|tro len)"
)
# of all of them, told after a sign: `cho 68 quần chúng, kết quả 100% đạt khá, giỏi`
MANY_LATER = re.compile(r"(?:(?!kha|gioi|xuat sac)[^,;.()\d]){0,30}[,;.(][^,;.()]{0,24}\d")
BAND_OF_SHARE = re.compile(r"\s*(?:%|phan tram)")
EXAMINED = re.compile(rf"(?:{any_of(words.EXAMINED)})\s*$")
LEVELLED = re.compile(rf"\)?(?:\s*,\s*(?:{PEOPLE}))*\s*(?:{any_of(words.LEVELLED)})")
LEVELLED_BEFORE = re.compile(
    r"trinh do[^.;,\d]{0,40}(?:la|co|:)\s*$|xac nhan (?:co |dat )?(?:trinh do|tuong duong)[^.;,\d]*$"
)
GRADED = re.compile(any_of(words.GRADED))
SHARE = re.compile(
    r"\s*(?:[,;(\[-]|:)?\s*(?:co\s+)?(?:ty le|ti le|dat ty le|dat ti le|chiem ty le|chiem ti le|chiem|dat|bang|=|tuong duong)?\s*(?:la\s*)?:?\s*$"
)

# `trung bình 02; 100% học viên được công nhận`: of all of them, not of the band before
OF_OTHERS = re.compile(
    rf"\s*(?:so )?(?:{PEOPLE})(?!\w)(?!\s*(?:(?:co|dat|xep)\s+)?(?:loai\s+)?(?:{any_of(s for _n, ss in words.BANDS for s in ss)})(?!\w))"
)
GRADUATED_AFTER = re.compile(
    rf"(?:\s*,\s*(?:{PEOPLE})(?!\w))*"
    r"[^.;,]{0,70}?(?:duoc\s+(?:\w+\s+){0,3}?(?:cap|nhan|trao|cong nhan)\s+(?:bang|chung chi|giay chung nhan|chung nhan|tot nghiep)|du dieu kien (?:\w+\s+){0,4}?(?:cap|tot nghiep)|(?:da\s+)?tot nghiep(?!\s+loai)|duoc cong nhan (?:tot nghiep|hoan thanh)|hoan thanh (?:tot |xuat sac )?(?:chuong trinh|(?:khoa|lop) (?:hoc|boi duong|dao tao|tap huan))|dat yeu cau)"
)
GRADUATED_BEFORE = re.compile(
    r"(?:tot nghiep|(?:duoc )?cap (?:bang|giay chung nhan|chung chi)|hoan thanh (?:chuong trinh|khoa hoc))(?:\s+(?:tot nghiep|cho))?\s*:?\s*(?:la|co|cho)?(?: (?:ca|tat ca|toan bo))?\s*$"
)
# `tốt nghiệp trung cấp lý luận chính trị 72 học viên`: of which learners is not told
GRADUATES_ONLY = re.compile(
    r"(?<!\w)tot nghiep(?: lop)? (?:so|trung|cao) cap(?: (?:ly luan chinh tri|llct|chinh tri))?(?:\s*-\s*hanh chinh)?(?: (?:cho|la|co))?\s*$"
)
# `số học viên tốt nghiệp 96/98`
GRADUATES_OF = re.compile(
    r"hoc vien (?:duoc )?(?:cong nhan )?(?:tot nghiep|cap (?:bang|chung chi|giay chung nhan))\s*(?:la|co|:|dat)?\s*$"
)
# after bands, a band that is not among those kept
PASSED_ONLY = re.compile(r"\s*(?:chi )?dat yeu cau(?!\w)")
# a clause of its own: `…; có 180 học viên được cấp giấy chứng nhận`
GRADUATES_CLAUSE = re.compile(r"[.;\n]\s*(?:(?:ket qua|da|trong do|tong cong|tat ca)\s*,?\s*)*(?:co\s+)?$")
GRADUATES_THEN = re.compile(
    r"\s*(?:da )?(?:duoc (?:[^\W\d]+ )?(?:cap|nhan|trao|cong nhan)|tot nghiep|hoan thanh)(?!\w)"
)
GATHERINGS = re.compile(rf"\s*(?:{any_of(words.GATHERINGS)})(?!\w)")
# `đạt 110% kế hoạch về số lớp và 113,2% về học viên`
ALSO_OF_PLAN = re.compile(r"\d\s*%(?: so voi)?(?: ke hoach)?[^.;\d%]{0,40}(?:,|(?<!\w)va)(?: dat)?\s*$")
OF_WHAT = re.compile(r"\s*%\s*(?:ke hoach )?ve (?:so )?(?:luot |luong )?(?:hoc vien|lop|nguoi)")
# with its marks: năm is not nam
MEN = re.compile(r"\s*(?:(?:học viên|đồng chí|người|cán bộ|đảng viên)\s+)?(?:là\s+)?nam(?=\s*(?:[,;.)]|và\s|$))")
# a sentence that tells how a class ended
ENDED = re.compile(
    r"(?:^|[.;\n…]\s*)(?:ket thuc|ket qua|sau (?:[^\W_]+ ){0,6}(?:hoc tap|dao tao|hoc)|cuoi (?:khoa|lop)|tong ket|(?:tai )?(?:buoi |le )*be giang|sau khoa hoc|qua (?:kiem tra|danh gia))[^.\n]*$"
)
SPOILT = re.compile(r"(?<![\w.,])\d[\d.,]*[oOlI][\d.,oOlI]*(?!\w)")
PLAN_AFTER = re.compile(r"\s*%\s*(?:so\s+(?:voi\s+)?)?(?:chi tieu\s+)?(?:ke hoach|kh\b|chi tieu)")
PLAN_BEFORE = re.compile(r"(?:dat|bang|vuot|hoan thanh)\s+(?:\w+\s+){0,3}$")
OVER_PLAN = re.compile(r"vuot(?:\s+\w+){0,4}\s*$")
COMPARED = re.compile(
    r"(?:tang|giam(?! sat| doc| khao)|cao hon|thap hon|nhieu hon|it hon|vuot)\s+(?:\w+\s+){0,3}?(?:\d[\d.,]*\s*\w+\s*(?:va|,)\s*)?$|(?<!\w)(?:len|xuong)\s+(?:con\s+|toi\s+|den\s+)?$"
)
AGAINST_PLAN = re.compile(
    r"[^.;]{0,60}?so\s+voi\s+(?:chi tieu\s+)?(?:ke hoach|chi tieu)|[^.;]{0,20}?(?:so (?:voi )?)?ke hoach"
)
AGAINST = re.compile(r"[^.;]{0,80}?(?:so\s+voi|cung ky|nam truoc)")
AVERAGE_BEFORE = re.compile(rf"(?:{any_of(words.AVERAGES)})\s*(?:\w+\s+){{0,4}}$")
AVERAGE_AFTER = re.compile(r"\s*/\s*(?:lop|khoa|nam|thang|phong|buoi|ca)\b|\s*tren\s+lop\b")
# with their marks: mỗi is not the mới of đảng viên mới
EACH_BEFORE = re.compile(
    r"(?<!\w)mỗi\s+(?:lớp|khóa|khoá|năm|huyện|xã|phường|đơn vị|đảng bộ|chi bộ|cơ sở|địa phương|trung tâm|tổ|nhóm|đội|đợt|buổi)\s+(?:\w+\s+){0,4}$"
)
EACH_AFTER = re.compile(r"\s*(?:mỗi|một)\s+(?:lớp|phòng|khóa|khoá|buổi|ca)(?!\w)")
# `tham mưu mở 24 lớp, đã mở 19 lớp`: proposed, of which so many were opened; with its marks: đã
PROPOSED_BEFORE = re.compile(r"(?<!\w)tham muu(?: [^\W\d]+){0,9}? (?:mo|to chuc)\s*$")
_DONE = r"(?<!\w)đã (?:mở|tổ chức|khai giảng|thực hiện|hoàn thành|triển khai)(?: (?:mở|tổ chức))?(?: được)?"
DONE_OF_IT = re.compile(
    rf"(?:(?!trong đó|gồm|chia ra)[^.;\n]){{0,80}}?{_DONE} \d[\d.]*(?: (?:lớp|khóa|khoá)(?!\w)|\s*(?:[,;)]|\.(?!\d)|$))"
)
# `mở 24 lớp, đã mở 19.`: classes again
DONE_BEFORE = re.compile(rf"\d (?:lớp|khóa|khoá)(?!\w)[^.;\n]*{_DONE}\s*$")
_LEARNERS = r"(?:hoc vien|hv|quan chung|doan vien)(?!\w)"
GUESTS_BESIDE = re.compile(
    rf"[^.;\d]{{0,30}}?(?:,|(?<!\w)va|(?<!\w)cung)(?: (?:voi|toan the|gan|tren|hon|khoang|co))*\s+\d[\d.]* {_LEARNERS}"
)
GUESTS_AFTER = re.compile(
    rf"\d {_LEARNERS}[^.;\d]{{0,30}}?(?:,|(?<!\w)va|(?<!\w)cung)(?: (?:voi|gan|tren|hon|khoang|co))*\s*$"
)
GUESTS = re.compile(rf"\s*(?:vi |dong chi )?{words.GUESTS}")
# `khóa 1 (85 học viên)`, `bí thư (120 đồng chí)`: whose number a bracket holds
LABELLED = re.compile(rf"(?<!\w)(?P<label>{any_of((*words.NUMBERED, *words.POSTS))})\s*\(\s*$")
# `trong đó: bí thư 95, phó bí thư 82`: the post before its number
POST_BEFORE = re.compile(
    rf"(?:[:,;(]|(?<!\w)(?:va|co|gom|trong do))\s*(?P<post>{any_of((*words.POSTS, *words.AUDIENCES))})\s*:?\s*$"
)
AUDIENCE = re.compile(any_of(words.AUDIENCES))
IN_A_LIST = re.compile(rf"(?:(?<!\w)(?:{any_of(words.PARTS_FOLLOW)})(?!\w)|\()(?:[^.;\n]|\.(?=\d))*$")
POST = re.compile(rf"(?:\s*(?:dong chi|nguoi|hoc vien)(?: la)?)?\s*(?P<post>{any_of(words.POSTS)})(?!\w)")
NOT_HELD = re.compile(rf"(?<!\w)(?:{any_of(words.NOT_HELD)})\s*$")
NOT_HELD_AFTER = re.compile(rf"\s*(?:{any_of(words.NOT_HELD_AFTER)})")
GOING_ON = re.compile(rf"\s*(?:{any_of(words.GOING_ON)})")
BOUND_BEFORE = re.compile(rf"(?<!\w)(?:{any_of(words.BOUNDS)})\s*(?:la\s+)?$")
# a band that is not among those kept: `Đạt yêu cầu: 200 học viên`, after others
OTHER_BAND = re.compile(
    r"(?:xuat sac|gioi|kha)(?:[^.\n]|\.(?=\d))*[\d%)](?:[^.\n]|\.(?=\d))*(?<!\w)dat(?: yeu cau)?\s*:\s*$"
)
CONDUCT = re.compile(rf"(?:{any_of(words.CONDUCT)})(?:(?!hoc tap)[^.;\n])*$")
# `45 lớp/35 lớp kế hoạch`: the second only planned
PLANNED_AFTER = re.compile(rf"(?<=lop) (?:{any_of(words.PLANNED_AFTER)})")
PLANNED_NUMBER = re.compile(rf"(?:{any_of(words.PLANNED_NUMBERS)})\s*:?\s*(?:la\s+)?(?:mo\s+)?$")
ADMITTED = re.compile(
    r"(?<!doi tuong )(?<!nhan thuc )(?<!boi duong )(?<!lop )(?<!\w)(?<!chinh tri )(?<!llct )(?:ket nap|phat trien)\s*(?:duoc|moi|vao dang|dang|them)?\s*$"
    r"|(?<!\w)(?:xet|da|duoc|quyet dinh|nghi thuc) ket nap (?:vao )?dang(?: vien)?(?: moi)? cho\s*$"
    r"|(?<!\w)le ket nap(?: dang(?: vien)?)?(?: moi)?(?: cho)?\s*$"
)
# `được giao chỉ tiêu kết nạp 180 đảng viên`: to be admitted, not admitted; with its marks: sẽ
TO_ADMIT = re.compile(
    r"(?<!\w)(?:chỉ tiêu|kế hoạch|mục tiêu|phấn đấu|dự kiến|sẽ|cần|phải)(?: [^\W\d]+){0,4}? (?:kết nạp|phát triển)(?: [^\W\d]+){0,2}\s*$"
)
ADMITTED_AFTER = re.compile(r"[^.;,\d]{0,50}?(?:duoc (?:xet )?ket nap|dung (?:trong|vao) hang ngu)")
# people newly admitted, unless a class was for them
NEWLY = re.compile(r"\s*moi (?:duoc )?ket nap")
OFFICIAL = re.compile(r"(?:chuyen|cong nhan)\s+(?:dang vien\s+|dang\s+)?chinh thuc\s*(?:cho|duoc|doi voi)?\s*$")
OFFICIAL_AFTER = re.compile(
    r"[^.;,\d]{0,40}?(?<!\w)duoc [^.;,\d]{0,30}?(?:cong nhan|chuyen)(?: la)?(?: dang(?: vien)?)? chinh thuc"
)
TRAINED = re.compile(rf"(?<!\w)(?:{any_of(words.TRAINING)})(?!\w)")
NOT_LEARNERS_BEFORE = re.compile(rf"(?<!\w)(?:{any_of(words.NOT_LEARNERS_BEFORE)})\s*$")
NOT_LEARNERS_AFTER = re.compile(
    rf"(?:[^.;,\d]{{0,20}}(?<!\w)tuoi [\d ]+(?:va [\d ]+)?)?[^.;,\d]{{0,30}}?(?<!\w)(?:{any_of(words.NOT_LEARNERS_AFTER)})"
)
# `tổ chức cho 02 lớp trung cấp đi nghiên cứu thực tế`
CLASS_JOURNEY = re.compile(
    r"(?:(?!(?<!\w)va(?!\w))[^.;,]){0,60}?(?<!\w)di (?:nghien cuu )?(?:thuc te|tham quan|ve nguon)(?!\w)"
)
# `500 đại biểu … tham dự hội nghị giao ban`: who came to a meeting, unless resolutions were studied there
MEETING_AFTER = re.compile(
    r"[^.;]{0,160}?(?<!\w)(?:den |tham )?du (?:hoi nghi|hoi thao|toa dam|giao ban)(?!\w)(?! (?:truc tuyen )?(?:boi duong|tap huan|hoc tap|quan triet|nghien cuu))"
)
STUDIED = re.compile(r"(?<!\w)(?:quan triet|hoc tap|nghien cuu)(?!\w)")
# learners of the class just named, whatever is told of them next
OF_A_CLASS = re.compile(r"(?<!\w)lop(?: [^\W\d]+){0,14} cho\s*$")
# `đào tạo 15 cử nhân chính trị, 86 trung cấp lý luận chính trị`: people by what they became
BY_LEVEL = re.compile(r"\s*(?:cu nhan|cao cap|trung cap|so cap)(?= (?:ly luan )?chinh tri| llct| ly luan)")
MADE = re.compile(r"(?<!\w)(?:dao tao|cu)(?: duoc)?(?: di hoc)?(?: \d[\d.]* [^.;\d]{0,60},)*\s*$")
# `cả 2 lớp đều hoàn thành`: the ones told before
BOTH_BEFORE = re.compile(r"(?<!\w)(?:ca|toan bo)\s*$")
# introduced to the Party, nobody says to a class
INTRODUCED = re.compile(r"(?<!\w)gioi thieu(?: duoc)?\s*$")
# `trong đó 44 là sinh viên`
IS_WHO = re.compile(rf"\s*la (?P<who>{PEOPLE})(?!\w)")
# a share above a hundred can only be of a plan
REACHED = re.compile(r"(?<!\w)(?:dat|bang)(?: (?:ty|ti) le)?\s*$")
# `so với năm 2018`: a share of another time's figures
AGAINST_TIME = re.compile(r"[^.;,]{0,40}?(?:so\s+voi|cung ky|nam truoc)")
# an intake by its number says nothing of training
INTAKE_NUMBER = re.compile(r"(?<!\w)khoa (?:\d+|[ivxl]+)(?!\w)")
# `70 đảng viên mới kết nạp … dự lớp bồi dưỡng`: learners, not those admitted
ATTENDS_AFTER = re.compile(
    r"[^.;]{0,120}?(?<!\w)(?:(?:du|tham gia|tham du|theo|hoc)(?: (?:hoc|cac))* (?:lop|khoa)|duoc (?:boi duong|hoc))(?!\w)"
)
SCHOOLS = re.compile(rf"(?<!\w)(?:{any_of(words.SCHOOLS)})(?!\w)")
OF_THE_PARTY = re.compile(rf"(?<!\w)(?:{any_of(words.OF_THE_PARTY)})(?!\w)")
# `kết nạp 1.245 đoàn viên mới`: into the Union, not the Party
UNION_MEMBERS = re.compile(r"\s*(?:doan vien|hoi vien|doi vien)(?!\w)(?![^.;,\d]{0,40}(?:vao dang|dang vien))")
# `nâng tổng số lên 22 lớp`: all of them so far
RAISED_LEARNERS = re.compile(
    r"(?<!\w)(?:nang|dua) tong so (?:luot )?(?:hoc vien|hv)(?: [^\W\d]+){0,9} len(?: den| toi)?\s*$"
)
# `42 lớp đạt loại khá`: how they ended, not how many were opened
GRADED_CLASSES = re.compile(r"\s*(?:dat|xep|duoc xep)(?: loai)? (?:xuat sac|tot|gioi|kha)(?!\w)")
RAISED_TOTAL = re.compile(r"(?<!\w)(?:nang|dua) tong so(?: [^\W\d]+){0,5} len(?: den| toi)?\s*$")
# `cho 35 học viên lớp trung cấp K12 đi nghiên cứu thực tế`
JOURNEY_AFTER = re.compile(r"[^.;,]{0,60}?(?<!\w)di (?:nghien cuu )?(?:thuc te|tham quan|ve nguon)(?!\w)")
GIVEN = re.compile(r"(?<!\w)tặng(?!\w)[^.;,\d]*$")  # with its mark: tăng
HEADED = re.compile(
    r"(?<!\w)so (?:luong )?(?:(?P<lop>lop)|(?P<luot>luot)(?: hoc vien| nguoi)?|(?P<hv>hoc vien|hv)|nguoi|can bo|dang vien)"
    r"(?: (?!va )[^\W\d]+){0,3}?\s*(?P<sign>[:=]|(?<!\w)la)?\s*$"
)
# `86 cán bộ được cử đi đào tạo (cao cấp lý luận chính trị: 11; trung cấp: 42)`
LEVEL_BEFORE = re.compile(
    r"(?<!\w)(?:dao tao|boi duong|tap huan|cao cap|trung cap|so cap|(?:sau )?dai hoc|cao hoc|thac s[iy]|tien s[iy])(?: (?:ly luan chinh tri|llct|chinh tri))?\s*:?\s*$"
)
LIST_OF_THEM = re.compile(r"[^.;\n\d]{0,60}?(?:\(|:|trong do|gom)[^.\n\d]*|\s*[,;][^.\n\d;,]*")
HEADED_END = re.compile(r"\s*(?:[,.;)\n]|$|va(?!\w))(?!\d)")
INVITED = re.compile(r"(?<!\w)mời\s*$")  # with its mark: đảng viên mới
INDEFINITE = re.compile(
    r"(?<!\w)(?:(?<!hoc vien )(?<!cua )cac|nhung|nhieu|mot so|(?<!tong )so)\s+(?:lop|khoa)\b(?!\s+luan)(?![^.;\n\d]{0,60}:\s*\d+\s*lop)"
)
BARE_CLASS = re.compile(
    r"(?<!\w)lop(?=\s+(?!\d|nam\b|trong\b|theo\b|tai\b|va\b|hoc vien|truong\b|hoc\b(?! (?:cam tinh|nhan thuc|doi tuong dang|boi duong|so cap|trung cap|cao cap|dang vien moi))|nay|tren|do\b|minh|khac|nao\b|co\b|da\b|voi\b|cho\b))"
)
BARE_BEFORE = re.compile(rf"(?:{any_of(words.OPENED_BEFORE)})(?:\s+(?:thanh cong|duoc|them|moi|va be giang))?\s*$")
# `hơn 200 khóa học và lớp bồi dưỡng`: counted together
COUNTED_WITH = re.compile(r"\d (?:lop|khoa)(?: hoc)? va\s*$")
BARE_ALSO = re.compile(r"(?<!\w)va\s*$")
# a class of a programme as the subject of a clause: `Lớp trung cấp K45 có …`, `kết thúc lớp sơ cấp khóa 15 …`
BARE_SUBJECT = re.compile(
    r"(?:^|[.;\n(+*-]|ket thuc|sau|trong do|va|(?:^|[.;\n]\s*)(?:tham gia|tham du|du|theo hoc))[,:\s]*$"
    r"|(?:^|[.;\n])(?:(?!lop)[^.;\n]){1,60},\s*$"
)
# `Lớp sơ cấp khóa 15 bế giảng ngày 19-8. Sau hơn một năm, 81 học viên …`: no other class between
ITS_LEARNERS = re.compile(r"(?:(?!(?<!\w)lop(?!\w))[^.;:\n])*[.;]\s+(?:(?!(?<!\w)lop(?!\w))[^.;:\n]){0,60}")
# `Lớp sơ cấp khai giảng ngày …. Lớp có 51 học viên`: the class named before
THAT_CLASS = re.compile(
    r"[^.;:\n]*\.\s+(?:lop|lop hoc|khoa hoc)(?: nay)? (?:co|gom|thu hut)\s*(?:tren|gan|hon|khoang)?\s*"
)
NAMED_CLASS = re.compile(
    r"\s+(?:hoc )?(?:boi duong|dao tao|tap huan|cao cap|trung cap|so cap|nhan thuc|cam tinh|doi tuong|dang vien|cap nhat|nghiep vu)"
)
RANGE_BEFORE = re.compile(
    r"\d[\d.]*\s*(?:lop|khoa|luot|hoc vien|nguoi)?\s*(?:-|den|toi)\s*(?:tren|gan|hon|khoang)?\s*$"
)
RANGE_AFTER = re.compile(r"\s*(?:lop|khoa|luot|hoc vien|nguoi)?\s*(?:-|den|toi)\s*(?:tren|gan|hon|khoang)?\s*\d")
# `từ 25 lớp năm 2018 lên 30 lớp`: the first is of another time
RAISED = re.compile(r"[^.;,]{0,40}?(?<!\w)(?:len|xuong)\s+(?:con\s+)?\d")
# `đội ngũ gồm 25 đồng chí cấp tỉnh, 210 đồng chí cấp huyện`
AND_THOSE = re.compile(
    r"(?!.*(?<!\w)(?:mo|to chuc|lop|boi duong|hoc|cu|cho|voi)(?!\w))[^.;\d]{0,30}?(?:,|(?<!\w)va)\s*"
)
PLANNED_TOO = re.compile(
    r"\s*(?:lop|khoa)?\s*(?:voi|cho|,|va|/)?\s*(?:tren|gan|hon|khoang)?\s*$"
    r"|(?:(?!(?<!\w)(?:da|ket qua|mo|thuc hien|to chuc)(?!\w))[^.;,)\d]){0,80}?(?<!\w)(?:voi|cho)\s*(?:tren|gan|hon|khoang)?\s*$"
)
# `28 lớp trong kế hoạch với 2.046 học viên`
PART_WITH = re.compile(r"\s*(?:,|/|:)?\s*(?:voi|cho|gom|co)?\s*(?:tren|gan|hon|khoang)?\s*")
# told before their number: `nữ: 812 đồng chí`
PARTS_BEFORE = tuple(
    (
        name,
        re.compile(rf"(?:^|[,(:]|(?<!\w)(?:co|va|trong do))\s*(?:so\s+)?(?:{shape})\s*:?\s*(?:la|co|chiem)?\s*:?\s*$"),
    )
    for name, shape in (("nu", r"nu"), ("dan_toc_thieu_so", r"(?:nguoi )?dan toc thieu so|dtts"))
)
# `26 lớp/2.145 học viên, trong đó: đảng viên mới: 3/188`: the first pair says what the others are
PAIR_BEFORE = re.compile(rf"\d (?:lop|khoa)\s*/\s*[\d.]+ (?:luot|{PEOPLE})(?!\w)")
FRACTION = re.compile(r"\s*/\s*$")
ANY = rf"(?:(?:{PEOPLE})\s+)?"
PARTS = tuple(
    (name, re.compile(shape))
    for name, shape in (
        ("trong_ke_hoach", rf"\s*(?:lop\s+)?{ANY}(?:thuoc\s+|theo\s+)?trong ke hoach"),
        ("ngoai_ke_hoach", rf"\s*(?:lop\s+)?{ANY}ngoai ke hoach"),
        ("nu", r"\s*(?:(?:hoc vien|dong chi|nguoi|can bo|dang vien)\s+)?(?:la\s+)?nu(?!\w)"),
        (
            "dan_toc_thieu_so",
            r"\s*(?:(?:hoc vien|dong chi|nguoi|can bo|dang vien)\s+)?(?:la\s+)?(?:nguoi\s+)?(?:dan toc(?: thieu so)?|dtts)",
        ),
        ("buoi_toi", r"\s*lop\s+(?:hoc\s+)?(?:buoi toi|ban dem|ngoai gio|vao (?:buoi toi|ngay nghi|thu bay))"),
    )
)
