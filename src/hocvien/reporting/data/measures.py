"""What can be counted and by what it can be told apart: each defined once, with its words, for screen, file, paper and command alike.

A measure says which facts it counts and how: `sum` of a column, `distinct` of an identity, `share` of two other measures. A dimension says of which facts
it is known. Neither knows how it is asked of the database: `queries/breakdown` does.
"""

from dataclasses import dataclass

from hocvien.common.wording import gettext_noop, say

# What is counted, one row each.
CLASS = "class"
PARTICIPATION = "participation"
ABSENCE = "absence"
SESSION = "session"
LESSON = "lesson"
TAUGHT = "taught"
SENDING = "sending"
STUDY = "study"
STANDING = "standing"

SUM, DISTINCT, SHARE = "sum", "distinct", "share"

NOT_RECORDED = "-"
"""The value of facts of which the dimension is not recorded."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure finds its rows. `column`: what is summed, or whose identity is counted once. `part`: own, joint, sent; "" as asked."""

    fact: str
    column: str
    part: str = ""

    @property
    def rows(self) -> tuple[str, str]:
        """Which facts, of which part: sources of the same are read together."""
        return self.fact, self.part


@dataclass(frozen=True, slots=True)
class Measure:
    """`sources` are added together. `else_from`: taken instead where a dimension asked for is not known of `sources`, and then adds up no more."""

    code: str
    _title: str
    _words: str
    how: str = SUM
    sources: tuple[Source, ...] = ()
    else_from: tuple[Source, ...] = ()
    share_of: tuple[str, str] = ("", "")

    @property
    def title(self) -> str:
        """As a column is headed, in the reader's language."""
        return say(self._title)

    @property
    def words(self) -> str:
        """What exactly is counted, one sentence."""
        return say(self._words)


@dataclass(frozen=True, slots=True)
class Dimension:
    """`facts`: of which it is known. `is_sensitive`: small figures by it are kept from viewers who may not see people. `group`: what lists of choices file it under."""

    code: str
    _title: str
    _words: str
    group: str
    facts: frozenset[str]
    is_sensitive: bool = False

    @property
    def title(self) -> str:
        return say(self._title)

    @property
    def words(self) -> str:
        return say(self._words)


MEASURES = (
    Measure(
        "classes",
        gettext_noop("Lớp"),
        gettext_noop("Lớp đã mở, không kể lớp dự kiến, lớp đã hủy và chuyến nghiên cứu thực tế."),
        DISTINCT,
        (Source(CLASS, "class"),),
        (Source(PARTICIPATION, "class"),),
    ),
    Measure(
        "participations",
        gettext_noop("Lượt học viên"),
        gettext_noop("Một người được tiếp nhận vào một lớp là một lượt; người đã được thay không tính."),
        SUM,
        (Source(PARTICIPATION, "rows"),),
    ),
    Measure(
        "persons",
        gettext_noop("Người"),
        gettext_noop("Mỗi người đếm một lần trong mỗi ô, dù học mấy lớp; các ô không cộng lại được."),
        DISTINCT,
        (Source(PARTICIPATION, "person"),),
    ),
    Measure(
        "graduates",
        gettext_noop("Lượt được công nhận"),
        gettext_noop("Lượt học viên có kết quả Đạt theo quyết định công nhận."),
        SUM,
        (Source(PARTICIPATION, "graduates"),),
    ),
    Measure(
        "graduate_share",
        gettext_noop("Tỉ lệ được công nhận"),
        gettext_noop("Lượt được công nhận trên lượt học viên."),
        SHARE,
        share_of=("graduates", "participations"),
    ),
    Measure(
        "certificates",
        gettext_noop("Giấy đã cấp"),
        gettext_noop("Lượt học viên có giấy chứng nhận hoặc bằng đã vào sổ và chưa bị thu hồi."),
        SUM,
        (Source(PARTICIPATION, "certificates"),),
    ),
    Measure(
        "absences",
        gettext_noop("Lượt vắng"),
        gettext_noop("Một người vắng một buổi đã điểm danh, có phép hay không; đi muộn, về sớm không phải vắng."),
        SUM,
        (Source(ABSENCE, "rows"),),
    ),
    Measure(
        "periods_delivered",
        gettext_noop("Số tiết đã học"),
        gettext_noop("Số tiết của những buổi đã điểm danh trong các lớp được tính."),
        SUM,
        (Source(SESSION, "periods"),),
    ),
    Measure(
        "periods_planned",
        gettext_noop("Số tiết theo chương trình"),
        gettext_noop("Số tiết mà chương trình khung của các lớp được tính đòi hỏi."),
        SUM,
        (Source(LESSON, "periods"),),
    ),
    Measure(
        "delivered_share",
        gettext_noop("Đã học so với chương trình"),
        gettext_noop("Số tiết đã học trên số tiết theo chương trình."),
        SHARE,
        share_of=("periods_delivered", "periods_planned"),
    ),
    Measure(
        "hours_taught",
        gettext_noop("Tiết giảng viên đã dạy"),
        gettext_noop(
            "Số tiết của những buổi có giảng viên, đã điểm danh, học vào một ngày trong kỳ, dù lớp khai giảng khi nào."
        ),
        SUM,
        (Source(TAUGHT, "periods"),),
    ),
    Measure(
        "sent",
        gettext_noop("Lượt cử đi học"),
        gettext_noop(
            "Người được cử đi học lớp nơi khác mở: theo quyết định cử, hoặc có tên trong lớp của đơn vị khác. Không cộng vào lượt học viên."
        ),
        SUM,
        (Source(SENDING, "rows"), Source(PARTICIPATION, "rows", "sent")),
    ),
    Measure(
        "sent_persons",
        gettext_noop("Người được cử đi học"),
        gettext_noop("Như lượt cử đi học, mỗi người đếm một lần trong mỗi ô."),
        DISTINCT,
        (Source(SENDING, "person"), Source(PARTICIPATION, "person", "sent")),
    ),
    Measure(
        "trips",
        gettext_noop("Chuyến nghiên cứu thực tế"),
        gettext_noop("Chuyến nghiên cứu thực tế của đơn vị; không phải lớp."),
        DISTINCT,
        (Source(CLASS, "class", "trip"),),
        (Source(PARTICIPATION, "class", "trip"),),
    ),
    Measure(
        "trip_participants",
        gettext_noop("Lượt đi nghiên cứu thực tế"),
        gettext_noop("Một người đi một chuyến nghiên cứu thực tế; không cộng vào lượt học viên."),
        SUM,
        (Source(PARTICIPATION, "rows", "trip"),),
    ),
    Measure(
        "study_sessions",
        gettext_noop("Đợt học tập, quán triệt"),
        gettext_noop("Đợt học tập, quán triệt hoặc thông tin thời sự bắt đầu trong kỳ; không phải lớp."),
        DISTINCT,
        (Source(STUDY, "session"),),
    ),
    Measure(
        "study_members",
        gettext_noop("Đảng viên được triệu tập"),
        gettext_noop("Số đảng viên của các đơn vị được triệu tập, tính vào ngày đầu của đợt học tập."),
        SUM,
        (Source(STUDY, "members"),),
    ),
    Measure(
        "study_reached",
        gettext_noop("Lượt dự học tập, quán triệt"),
        gettext_noop("Số có mặt và số học bù mà các đơn vị đã báo."),
        SUM,
        (Source(STUDY, "reached"),),
    ),
    Measure(
        "study_share",
        gettext_noop("Tỉ lệ đảng viên được học tập"),
        gettext_noop("Lượt dự trên số đảng viên được triệu tập."),
        SHARE,
        share_of=("study_reached", "study_members"),
    ),
    Measure(
        "obligations",
        gettext_noop("Nghĩa vụ học tập"),
        gettext_noop("Một người chịu một nghĩa vụ học tập, như đang tính hôm nay."),
        SUM,
        (Source(STANDING, "rows"),),
    ),
    Measure(
        "obligations_met",
        gettext_noop("Nghĩa vụ đã hoàn thành"),
        gettext_noop("Trong số đó, đã có giấy còn giá trị."),
        SUM,
        (Source(STANDING, "met"),),
    ),
    Measure(
        "obligation_share",
        gettext_noop("Tỉ lệ hoàn thành nghĩa vụ"),
        gettext_noop("Nghĩa vụ đã hoàn thành trên nghĩa vụ học tập."),
        SHARE,
        share_of=("obligations_met", "obligations"),
    ),
)

_OF_CLASS = frozenset({CLASS, PARTICIPATION, ABSENCE, SESSION, LESSON, TAUGHT})
_OF_PERSON = frozenset({PARTICIPATION, ABSENCE, SENDING})
_OF_SENDER = frozenset({PARTICIPATION, ABSENCE, SENDING, STUDY, STANDING})
_DATED = frozenset({CLASS, PARTICIPATION, ABSENCE, SESSION, LESSON, TAUGHT, SENDING, STUDY})
_WHAT, _WHERE, _WHEN, _WHO, _HOW = "what", "where", "when", "who", "how"

DIMENSIONS = (
    Dimension(
        "programme", gettext_noop("Chương trình"), gettext_noop("Chương trình của lớp."), _WHAT, _OF_CLASS | {SENDING}
    ),
    Dimension(
        "family",
        gettext_noop("Nhóm chương trình"),
        gettext_noop("Nhóm mà chương trình thuộc về."),
        _WHAT,
        _OF_CLASS | {SENDING},
    ),
    Dimension(
        "mode",
        gettext_noop("Hệ học"),
        gettext_noop("Tập trung hoặc không tập trung, ở chương trình có hệ học."),
        _WHAT,
        _OF_CLASS | {SENDING},
    ),
    Dimension(
        "part",
        gettext_noop("Của đơn vị, phối hợp, cử đi"),
        gettext_noop("Lớp của đơn vị; lớp phối hợp và lớp nơi khác kể bên cạnh, không cộng vào tổng."),
        _WHAT,
        frozenset({CLASS, PARTICIPATION}),
    ),
    Dimension(
        "in_plan",
        gettext_noop("Trong, ngoài kế hoạch"),
        gettext_noop("Lớp theo một mục kế hoạch, hay theo quyết định ngoài kế hoạch."),
        _WHAT,
        _OF_CLASS,
    ),
    Dimension(
        "carried_over",
        gettext_noop("Mở mới, chuyển tiếp"),
        gettext_noop("Lớp mở mới, hay chuyển tiếp từ năm trước."),
        _WHAT,
        _OF_CLASS,
    ),
    Dimension(
        "session_form",
        gettext_noop("Hình thức buổi học"),
        gettext_noop("Hình thức của buổi học, hay của bài trong chương trình khung."),
        _WHAT,
        frozenset({SESSION, LESSON, TAUGHT}),
    ),
    Dimension(
        "obligation", gettext_noop("Nghĩa vụ"), gettext_noop("Nghĩa vụ học tập nào."), _WHAT, frozenset({STANDING})
    ),
    Dimension(
        "sender_branch",
        gettext_noop("Đơn vị trực thuộc cử"),
        gettext_noop("Đơn vị ngay dưới đơn vị hỏi mà đơn vị cử người thuộc về."),
        _WHERE,
        _OF_SENDER,
    ),
    Dimension(
        "sender_level_2",
        gettext_noop("Đơn vị cử, cấp dưới hai bậc"),
        gettext_noop("Đơn vị đứng dưới đơn vị hỏi hai bậc; ai ở trên bậc ấy giữ tên đơn vị mình."),
        _WHERE,
        _OF_SENDER,
    ),
    Dimension(
        "sender_level_3",
        gettext_noop("Đơn vị cử, cấp dưới ba bậc"),
        gettext_noop("Đơn vị đứng dưới đơn vị hỏi ba bậc; ai ở trên bậc ấy giữ tên đơn vị mình."),
        _WHERE,
        _OF_SENDER,
    ),
    Dimension("sender", gettext_noop("Đơn vị cử"), gettext_noop("Chính đơn vị cử người đi học."), _WHERE, _OF_SENDER),
    Dimension(
        "held_branch",
        gettext_noop("Đơn vị trực thuộc khi học xong"),
        gettext_noop("Đơn vị ngay dưới đơn vị hỏi, nơi người học sinh hoạt hoặc công tác vào ngày bế giảng."),
        _WHERE,
        frozenset({PARTICIPATION, ABSENCE}),
    ),
    Dimension(
        "held",
        gettext_noop("Đơn vị khi học xong"),
        gettext_noop("Nơi người học sinh hoạt hoặc công tác vào ngày bế giảng."),
        _WHERE,
        frozenset({PARTICIPATION, ABSENCE}),
    ),
    Dimension(
        "opener_branch",
        gettext_noop("Đơn vị trực thuộc mở lớp"),
        gettext_noop("Đơn vị ngay dưới đơn vị hỏi mà đơn vị mở lớp thuộc về."),
        _WHERE,
        _OF_CLASS,
    ),
    Dimension("opener", gettext_noop("Đơn vị mở lớp"), gettext_noop("Chính đơn vị mở lớp."), _WHERE, _OF_CLASS),
    Dimension("host", gettext_noop("Đơn vị đặt lớp"), gettext_noop("Nơi đặt lớp."), _WHERE, _OF_CLASS),
    Dimension(
        "certifier",
        gettext_noop("Đơn vị cấp giấy"),
        gettext_noop("Đơn vị cấp giấy chứng nhận hoặc bằng."),
        _WHERE,
        _OF_CLASS,
    ),
    Dimension(
        "month",
        gettext_noop("Tháng"),
        gettext_noop("Tháng dương lịch của ngày quyết định lớp thuộc kỳ nào."),
        _WHEN,
        _DATED,
    ),
    Dimension("quarter", gettext_noop("Quý"), gettext_noop("Quý của ngày quyết định lớp thuộc kỳ nào."), _WHEN, _DATED),
    Dimension("year", gettext_noop("Năm"), gettext_noop("Năm dương lịch."), _WHEN, _DATED),
    Dimension(
        "reporting_year",
        gettext_noop("Năm báo cáo"),
        gettext_noop("Năm tính từ ngày chốt số liệu mà đơn vị đã đặt; chưa đặt thì là năm dương lịch."),
        _WHEN,
        _DATED,
    ),
    Dimension(
        "school_year",
        gettext_noop("Năm học"),
        gettext_noop("Từ tháng 9 đến hết tháng 8 năm sau [mặc định]."),
        _WHEN,
        _DATED,
    ),
    Dimension(
        "term",
        gettext_noop("Nhiệm kỳ"),
        gettext_noop("Nhiệm kỳ của đơn vị hỏi, hay của cấp trên gần nhất có ghi nhiệm kỳ."),
        _WHEN,
        _DATED,
    ),
    Dimension("sex", gettext_noop("Giới tính"), gettext_noop("Giới tính ghi trong hồ sơ."), _WHO, _OF_PERSON),
    Dimension(
        "ethnicity_group",
        gettext_noop("Dân tộc"),
        gettext_noop("Kinh, hay dân tộc thiểu số."),
        _WHO,
        _OF_PERSON,
        is_sensitive=True,
    ),
    Dimension(
        "area",
        gettext_noop("Địa bàn"),
        gettext_noop("Địa bàn mà đơn vị cử, hay cấp trên gần nhất có ghi, nằm trong đó."),
        _WHO,
        _OF_SENDER,
    ),
    Dimension(
        "age_band",
        gettext_noop("Nhóm tuổi"),
        gettext_noop("Tuổi vào ngày khai giảng, hoặc ngày quyết định cử [mặc định]."),
        _WHO,
        _OF_PERSON,
        is_sensitive=True,
    ),
    Dimension(
        "membership",
        gettext_noop("Đảng viên"),
        gettext_noop("Chính thức, dự bị hay chưa vào Đảng, vào ngày khai giảng hoặc ngày quyết định cử."),
        _WHO,
        _OF_PERSON,
        is_sensitive=True,
    ),
    Dimension(
        "post_group",
        gettext_noop("Nhóm chức vụ"),
        gettext_noop(
            "Chức vụ cao nhất theo thứ tự của danh mục, đang giữ vào ngày khai giảng hoặc ngày quyết định cử."
        ),
        _WHO,
        _OF_PERSON,
        is_sensitive=True,
    ),
    Dimension(
        "field_of_work",
        gettext_noop("Lĩnh vực công tác"),
        gettext_noop("Lĩnh vực của chức vụ ấy."),
        _WHO,
        _OF_PERSON,
        is_sensitive=True,
    ),
    Dimension(
        "band",
        gettext_noop("Xếp loại"),
        gettext_noop("Xếp loại theo quyết định công nhận."),
        _HOW,
        frozenset({PARTICIPATION}),
        is_sensitive=True,
    ),
    Dimension(
        "outcome",
        gettext_noop("Kết quả"),
        gettext_noop("Đạt hay không đạt theo quyết định công nhận."),
        _HOW,
        frozenset({PARTICIPATION}),
        is_sensitive=True,
    ),
    Dimension(
        "lecturer_kind",
        gettext_noop("Loại giảng viên"),
        gettext_noop("Chuyên trách, kiêm chức, thỉnh giảng, báo cáo viên."),
        _HOW,
        frozenset({SESSION, TAUGHT}),
    ),
)

GROUPS = {
    _WHAT: gettext_noop("Việc gì"),
    _WHERE: gettext_noop("Đơn vị nào"),
    _WHEN: gettext_noop("Khi nào"),
    _WHO: gettext_noop("Những ai"),
    _HOW: gettext_noop("Kết quả ra sao"),
}

MEASURE_OF = {measure.code: measure for measure in MEASURES}
DIMENSION_OF = {dimension.code: dimension for dimension in DIMENSIONS}
