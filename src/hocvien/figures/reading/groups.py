"""Numbers and programmes put together: which classes, which learners and which programme belong to one another.

A report lists its figures in three orders: classes first (`03 lớp nhận thức về Đảng cho 183 …`), the programme first (`nhận thức về Đảng: 03
lớp, 183 …`), people first (`cử 170 đảng viên tham gia 02 khóa cao cấp`). One pass from left to right tells where one group ends and the next begins.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from . import words
from .letters import Letters
from .marks import Marks
from .measured import Doubt, Kind, Measure, Unit
from .patterns import LABELLED
from .programme_words import OTHER_REFRESHERS
from .programmes import HELD_ABOVE, Programme
from .sentences import cut_rows, sentences
from .words import any_of

# by whom, not what: a programme's words before the verb
_BY_WHOM = re.compile(rf"(?:{any_of(words.BY_WHOM)})\s+(?:\w+\s+){{0,4}}$")
_SENT = re.compile(
    r"(?<!\w)(?<!bầu )(?<!ứng )(?<!đề )(?<!tiến )(?<!tranh )cử(?!\w)(?! tri| nhân)|(?<!\w)(?:gửi|đưa)(?!\w)(?=[^.;,]{0,40}\d)"
)  # with its marks: căn cứ, cụ thể
_WERE_SENT = re.compile(r"[^.;,\d]{0,40}?(?<!\w)được (?:cử|gửi|đưa) (?:đi|tham gia|theo)(?!\w)")
_ATTENDING = re.compile(rf"(?<!\w)(?:{any_of(words.ATTENDING)})(?!\w)")
_ATTENDED = re.compile(
    r"\s+(?:(?:hoc|day du|dao tao|vao)\s+)*(?:\d+\s+)?(?:cac\s+)?(?:lop|khoa|cao cap|trung cap|so cap)"
)
_OWN = re.compile(rf"(?<!\w)(?:{any_of(words.OPENING)})(?:\s+(?:duoc|moi|them))?(?!\w)")
_COUNTED = re.compile(r"\d\s*(?:lop|khoa|hoc vien)")
# `do cấp trên tổ chức`, `tại Trường Chính trị tỉnh`: not the teller's own
_HELD_BY = re.compile(
    r"(?<!\w)do\s+(?!(?:trung tam|huyen uy|dang uy xa)\b)[^.;]{2,80}?(?:to chuc|mo|chieu sinh|trieu tap)(?!\w)|(?<!\w)tai\s+(?:truong|hoc vien)(?!\w)"
)
_COUPLED = re.compile(
    r"(?:\s*/\s*[\d.]+)?[^.;()\d]{0,40}(?:dat\s+\d[\d,.]*\s*%)?\s*,?\s*(?:va|cung)\s+(?:voi\s+)?(?:tren|gan|hon|khoang)?\s*"
)
_LISTED = re.compile(
    r"(?:\s[^.;:,()\d]{0,40})?\s*(?:,|(?<!\w)va(?!\w)|/)\s*(?:(?:va|cac|lop|boi duong|ly luan chinh tri)\s+)*(?:cho\s+)?"
)
_OF_ALL = re.compile(r"[^.;:()\d]{0,60}?(?<!\w)(?:voi|cho|co|thu hut)(?!\w)")
_IN_ALL = re.compile(r"(?<!\w)(?:tong so|tong cong|tong|tat ca|ca thay)\s*(?:la|co|gan|tren|hon|khoang)?\s*$")
_PARTS_FOLLOW = re.compile(rf"(?<!\w)(?:{any_of(words.PARTS_FOLLOW)})(?!\w)")
_AUDIENCE = "NTVD"  # `130 quần chúng ưu tú và đảng viên mới`
_GOING = re.compile(r"\s*(?:\w+\s+){0,2}(?:du|di|hoc|boi duong|dao tao|tap huan|tham gia|tham du|theo hoc)(?!\w)")
_CARRIED = re.compile(any_of(words.CARRIED))
_HEADS = re.compile(r"(?: [^\W\d]+){0,3}\s*:")  # `Đoàn viên thanh niên: mở 5 lớp`: whose they are
_DONE_BY = re.compile(r"(?<!\w)do(?: [^\W\d]+){1,8}$|(?<!\w)do$")  # `do Đảng ủy cùng Trường Chính trị mở`
_AND_ALSO = re.compile(r"[^.;:()\d]{0,60}(?:,|(?<!\w)va)\s*")
_SEPARATED = re.compile(r"[,;:)]|(?<!\w)va(?!\w)|(?<!\w)con(?!\w)|\n")


@dataclass
class Group:
    """Letters `start` to `end`: one programme's classes and learners, or those of all."""

    start: int
    end: int
    classes: Measure | None = None
    people: Measure | None = None
    programmes: list[Programme] = field(default_factory=list)
    parts: list[tuple[str, Measure]] = field(default_factory=list)
    others: list[Measure] = field(default_factory=list)
    """A share of the plan, those who graduated, bands."""
    section: int = 0
    """How many times a list of parts (trong đó, gồm) had begun before it, in its sentence."""
    sentence: int = 0
    sent: bool = False
    joint: bool = False
    planned: bool = False
    carried: bool = False
    coupled: bool = False
    """Others who went to the same as those told right before: `…, cùng 2.310 quần chúng`."""
    of_all: bool = False
    """Classes of the programmes told after them together: `5 lớp cho 214 đối tượng kết nạp Đảng và 88 đảng viên mới`."""
    beside: bool = False
    """Whose programme is that of a group or a sentence before it."""
    inside: "Group | None" = None

    @property
    def counts(self) -> bool:
        return (self.classes is not None and self.classes.value is not None) or self.people is not None

    @property
    def tells(self) -> bool:
        """Whether any number is in it: `các lớp trung cấp` alone only says of what the next are."""
        return self.counts or bool(self.others or self.parts)

    programme: Programme | None = None
    """What names it: chosen of `programmes` once all of them are known."""


def group(
    letters: Letters,
    measures: Iterable[Measure],
    programmes: Iterable[Programme],
    muting: Sequence[Doubt] = (),
    periods: Sequence[int] = (),
    rows: Sequence[int] = (),
) -> list[Group]:
    """Groups in the order of the text, those without any number left out; programmes right after a muting number left out.

    `periods`: where another period begins: what follows is no part of what was told before. `rows`: where a table's rows begin.
    """
    measures = list(measures)
    starts = [one.start for one in measures]
    programmes = [
        one
        for one in programmes
        if not any(
            doubt.end <= one.start and not any(doubt.end <= start <= one.start for start in starts) for doubt in muting
        )
    ]
    tokens: list[Measure | Programme] = sorted(
        [*measures, *programmes], key=lambda one: (one.start, not isinstance(one, Measure))
    )
    marks = Marks(letters)
    found: list[Group] = []
    for sentence, (start, _end, parts) in enumerate(sentences(letters)):
        for first, last in cut_rows(parts, rows):
            inside = [one for one in tokens if first <= one.start < last]
            found += _Part(letters, sentence, start, first, last, periods, marks).read(inside, found)
    return [one for one in found if one.tells or one.programme is not None]


class _Part:
    """What stands between two semicolons or full stops."""

    def __init__(
        self,
        letters: Letters,
        sentence: int,
        sentence_start: int,
        first: int,
        last: int,
        periods: Sequence[int],
        marks: Marks,
    ) -> None:
        self.letters, self.sentence, self.periods, self.marks = letters, sentence, periods, marks
        self.sentence_start, self.first, self.last = sentence_start, first, last
        self.groups: list[Group] = []
        self.pending: list[Programme] = []
        self.current: Group | None = None

    def read(self, tokens: list[Measure | Programme], before: list[Group]) -> list[Group]:
        self.before, self.tokens = before, tokens
        for token in tokens:
            if isinstance(token, Programme):
                self._programme(token)
            elif self._aside(token, tokens):
                self._part(token)
            elif token.kind is Kind.CLASSES:
                self._classes(token)
            elif token.kind is Kind.PEOPLE:
                self._people(token)
            else:
                self._other(token)
        if self.pending and self.current is not None:
            # a list of parts has begun: its names are not those of the whole
            listed = _PARTS_FOLLOW.search(self.letters.bare, self.current.end, self.pending[0].start)
            self.current.programmes += [] if listed else self.pending
        for at, one in enumerate(self.groups):
            self._describe(at, one)
        return self.groups

    def _aside(self, token: Measure, tokens: list[Measure | Programme]) -> bool:
        """In brackets after the group has its own: `15 lớp trung cấp (9 lớp tập trung, 6 lớp không tập trung) cho 1.020 học viên`."""
        current = self.current
        told = None if current is None else (current.classes if token.kind is Kind.CLASSES else current.people)
        if current is None or token.kind not in {Kind.CLASSES, Kind.PEOPLE} or token.value is None:
            return False
        bare = self.letters.bare
        if any(current.end <= start <= token.start for start in self.periods):
            return False
        if told is None:
            return token.kind is Kind.PEOPLE and (
                self._one_of_many(current, token, tokens) or self._one_of_several(current, token, tokens)
            )
        if told.value is None:
            return False
        opened = bare.rfind("(", self.first, token.start)
        if any(one.code is not None and current.end <= one.start < opened for one in self.pending):
            return False  # `6 lớp nhận thức về Đảng (402 học viên), đảng viên mới (4 lớp, 221 học viên)`: another programme's own
        if (
            bare.rfind("(", self.first, told.start) > bare.rfind(")", self.first, told.start)
            and ")" in bare[told.end : opened]
        ):
            return False  # `khóa 1 (85 học viên) và khóa 2 (79 học viên)`: each in brackets of its own
        if opened < told.end or bare.find(")", opened, token.start) >= 0:
            return False
        closed = bare.find(")", token.end, self.last)
        inside = (opened, closed if closed >= 0 else self.last)
        return not any(
            isinstance(one, Programme) and one.strong and inside[0] <= one.start < inside[1] for one in tokens
        )

    def _one_of_many(self, current: Group, token: Measure, tokens: list[Measure | Programme]) -> bool:
        """`2 lớp … (đợt 1: 85 học viên, đợt 2: 79 học viên)`: neither is the whole."""
        bare = self.letters.bare
        opened = bare.rfind("(", current.start, token.start)
        if opened < 0 or bare.find(")", opened, token.start) >= 0:
            return False
        closed = bare.find(")", token.end, self.last)
        inside = [
            one
            for one in tokens
            if isinstance(one, Measure) and opened < one.start < (closed if closed >= 0 else self.last)
        ]
        named = any(
            isinstance(one, Programme) and one.strong and opened < one.start < (closed if closed >= 0 else self.last)
            for one in tokens
        )
        return (
            sum(one.kind is Kind.PEOPLE for one in inside) > 1
            and all(one.kind in {Kind.PEOPLE, Kind.CLASSES} for one in inside)
            and not named
        )

    def _one_of_several(self, current: Group, token: Measure, tokens: list[Measure | Programme]) -> bool:
        """`5 lớp cho 5 chức danh: bí thư (120 đồng chí), chi ủy viên (98 đồng chí), …`: each in its own brackets, none the whole."""
        bare = self.letters.bare
        counted = current.classes.end if current.classes else current.end
        is_labelled = LABELLED.search(bare, max(counted, token.start - 60), token.start)
        if not is_labelled and ":" not in bare[counted : token.start]:
            return False
        if not bare[: token.start].rstrip().endswith("("):
            return False
        after = [one for one in tokens if isinstance(one, Measure) and one.start >= counted and one is not token]
        until = next((at for at, one in enumerate(after) if one.kind is Kind.CLASSES), len(after))
        return any(one.kind is Kind.PEOPLE and bare[: one.start].rstrip().endswith("(") for one in after[:until])

    def _part(self, token: Measure) -> None:
        if self.current is not None:
            self.current.parts.append(("", token))
            self.current.end = max(self.current.end, token.end)

    def _programme(self, token: Programme) -> None:
        group = self.current
        if group is None or (group.counts and self._separated(group.end, token.start) and not self._still_open(group)):
            self.pending.append(token)
            return
        if group.counts and (
            self._heads_a_bracket(group, token)
            or self._heads_a_list(group, token)
            or _PARTS_FOLLOW.search(self.letters.bare, group.end, token.start)
        ):
            self.pending.append(token)
            return
        if group.counts and self.pending:
            self.pending.append(token)
            return
        group.programmes.append(token)
        group.end = max(group.end, token.end)

    def _heads_a_bracket(self, group: Group, token: Programme) -> bool:
        """`11 lớp/802 lượt (nhận thức về Đảng: 4 lớp/276 lượt; …)`: a list of its parts, each with its own numbers."""
        bare = self.letters.bare
        opened = bare.rfind("(", group.end, token.start)
        if opened < 0 or bare.find(")", opened, token.start) >= 0:
            return False
        closed = bare.find(")", token.end, self.last)
        until = closed if closed >= 0 else self.last
        return any(isinstance(one, Measure) and token.end <= one.start < until for one in self.tokens)

    def _heads_a_list(self, group: Group, token: Programme) -> bool:
        """`mở 12 lớp: Đoàn viên thanh niên: 5 lớp; …`: the first line of what the classes before it are made of."""
        bare = self.letters.bare
        return bare[group.end : token.start].rstrip().endswith(":") and bool(_HEADS.match(bare, token.end))

    @staticmethod
    def _still_open(group: Group) -> bool:
        """Classes told, nobody counted yet: what follows still says what they were."""
        return (
            group.classes is not None
            and group.people is None
            and not any(one.code is not None and one.strong for one in group.programmes)
        )

    def _classes(self, token: Measure) -> None:
        group = self.current
        if group is not None and self._awaits_number(group, token):
            group.classes, group.end = token, max(group.end, token.end)  # `các lớp chuyên đề với 11 lớp`
            return
        if group is not None and self._completes(group, token):
            group.classes, group.end = token, max(group.end, token.end)
            return
        if group is None or group.classes is not None or (group.people is not None and self._apart(group, token)):
            group = self._begin(token)
        elif self.pending:
            group.programmes += self.pending
            self.pending = []
        group.classes = token
        group.end = max(group.end, token.end)

    def _completes(self, group: Group, token: Measure) -> bool:
        """`402 đồng chí/5 lớp`: the classes of those just counted, whichever class their programme was named as."""
        if group.people is None or (
            group.classes is not None and group.classes.name != "bare" and group.classes.value is not None
        ):
            return False
        return self.letters.bare[group.people.end : token.start].strip() == "/"

    def _awaits_number(self, group: Group, token: Measure) -> bool:
        indefinite = group.people is None and group.classes is not None and group.classes.value is None
        return indefinite and not any(group.start <= start <= token.start for start in self.periods)

    def _people(self, token: Measure) -> None:
        group = self.current
        several = len([one for one in self.groups if one.classes is not None and one.people is None]) > 1
        if several and not any(one.people for one in self.groups):
            # `3 lớp nhận thức về Đảng, 2 lớp đảng viên mới cho 412 học viên`: of the last or of all, nothing says which
            token = replace(token, certainty=min(token.certainty, 0.5))
        of_all = several and _IN_ALL.search(self.letters.bare, max(self.first, token.start - 30), token.start)
        raised = token.name == "raised"
        if raised and group is not None:
            self._take_back(group, token)
        if group is None or group.people is not None or of_all or raised or self._new_by_programme(group, token):
            group = self._begin(token)
        elif self.pending:
            group.programmes += self.pending
            self.pending = []
        group.people = token
        group.end = max(group.end, token.end)

    def _take_back(self, group: Group, token: Measure) -> None:
        """`khai giảng lớp đợt 4, nâng tổng số học viên nhận thức về Đảng lên 315`: the programme is of the total, not of the class."""
        since = self.letters.bare.rfind("tong so", group.start, token.start)
        self.pending = [one for one in group.programmes if one.start > since >= 0] + self.pending
        group.programmes = [one for one in group.programmes if one not in self.pending]

    def _new_by_programme(self, group: Group, token: Measure) -> bool:
        """`sơ cấp 2 lớp, bồi dưỡng đảng viên mới 119 đồng chí`: another programme was named since."""
        named = self._naming(group)
        return (
            bool(self.pending)
            and not self._ends_a_list(group, token)
            and named is not None
            and any(one.code is not None and one.strong and one.code != named.code for one in self.pending)
        )

    def _ends_a_list(self, group: Group, token: Measure) -> bool:
        """`3 lớp, gồm nhận thức về Đảng, đảng viên mới và sơ cấp, với tổng số 214 học viên`: of all that were named since the classes."""
        bare = self.letters.bare
        named = [one for one in (*group.programmes, *self.pending) if one.strong]
        if group.classes is None or not named or named[0].start < group.classes.end:
            return False
        between = [bare[one.end : other.start] for one, other in pairwise(named)]
        return (
            bool(between)
            and all(_LISTED.fullmatch(words) for words in between)
            and bool(re.search(r"(?<!\w)va(?!\w)", between[-1]))
            and bool(_OF_ALL.match(bare, named[-1].end, token.start))
        )

    def _other(self, token: Measure) -> None:
        if self.current is None:
            self.current = self.groups[-1] if self.groups else None
        if self.current is None and token.kind is Kind.PART and self.before:
            self.before[-1].parts.append((token.name, token))
            return
        if self.current is None:
            group = Group(token.start, token.end, sentence=self.sentence)
            self.groups.append(group)
            self.current = group
        if token.kind is Kind.PART:
            self.current.parts.append((token.name, token))
        else:
            self._outside(self.current, token).others.append(token)
        self.current.end = max(self.current.end, token.end)

    def _outside(self, one: Group, token: Measure) -> Group:
        """`45 lớp (năm 2019: 52 lớp), đạt 90% kế hoạch`: of the group before the bracket, if this one was within it."""
        bare = self.letters.bare
        opened = bare.rfind("(", self.first, one.start)
        if opened < 0 or not self.first <= bare.find(")", opened, token.start) > one.start:
            return one
        if ")" in bare[opened : one.start]:
            return one
        return next((before for before in reversed(self.groups) if before.start < opened), one)

    def _begin(self, token: Measure) -> Group:
        self.pending = [one for one in self.pending if not self._is_actor(one, token)]
        start = min([token.start, *(one.start for one in self.pending)])
        group = Group(start, token.end, programmes=self.pending, sentence=self.sentence)
        self.pending = []
        self.groups.append(group)
        self.current = group
        return group

    def _is_actor(self, one: Programme, token: Measure) -> bool:
        """`Ban Tuyên giáo … đã mở 315 lớp`, `phối hợp với Đoàn Thanh niên mở 2 lớp`: who opened them."""
        if one.code is None or not _OWN.search(self.letters.bare, one.end, max(one.end, token.start)):
            return False
        if _HEADS.match(self.letters.bare, one.end):
            return False
        return not one.strong or bool(_BY_WHOM.search(self.letters.bare[max(0, one.start - 40) : one.start]))

    def _apart(self, group: Group, token: Measure) -> bool:
        """People were told before these classes: `170 đảng viên tham gia 02 khóa` is one group, `…, 2 lớp` another."""
        between = self.letters.bare[group.people.end if group.people else group.end : token.start]
        if _PARTS_FOLLOW.search(between):
            return True
        if _ATTENDING.search(between) or re.search(r"(?<!\w)(?:tai|o|thuoc|trong|vao)\s*$", between):
            return bool(re.search(r"[;\n]", between))
        return bool(_SEPARATED.search(between)) or bool(self.pending)

    def _separated(self, start: int, end: int) -> bool:
        return bool(_SEPARATED.search(self.letters.bare, start, end)) if end > start else False

    def _naming(self, one: Group) -> Programme | None:
        """The first strong name, else the first weak one; a list that begins with a weak one (`ngạch chuyên viên, kỹ năng, …`) stays that."""
        named = [programme for programme in one.programmes if programme.code is not None]
        strong = next((programme for programme in named if programme.strong), None)
        if strong is None:
            return named[0] if named else None
        if self._are_told_together([one for one in named if one.strong or one.code == _AUDIENCE]):
            return None
        between = self.letters.low[named[0].end : max(named[0].end, strong.start)]
        listed = "," in between and not re.search(r"\d", between)  # `Tại lớp tập huấn, 120 cán bộ đoàn …`: no list
        return named[0] if listed and named[0].code == OTHER_REFRESHERS else strong

    def _are_told_together(self, named: list[Programme]) -> bool:
        """`3 lớp, gồm nhận thức về Đảng, đảng viên mới và sơ cấp, với 214 học viên`: the numbers are of all of them, of none alone."""
        between = [
            self.letters.bare[one.end : other.start]
            for one, other in pairwise(named)
            if one.code != other.code and one.end <= other.start
        ]
        return any(_LISTED.fullmatch(words) for words in between)

    def _describe(self, at: int, one: Group) -> None:
        one.programme = self._naming(one)
        bare = self.letters.bare
        previous = self.groups[at - 1] if at else None
        one.coupled = previous is not None and self._is_coupled(previous, one)
        if previous is not None and (one.coupled or self._is_of_the_same_kind(previous, one)):
            one.programme = previous.programme
        lead = bare[previous.end if previous else self.first : one.start]
        numbered = [token.start for token in (one.classes, one.people) if token is not None]
        lead_end = max(numbered, default=one.start)
        to_number = bare[previous.end if previous else self.first : lead_end]
        sends = bool(_SENT.search(self.letters.low, previous.end if previous else self.first, lead_end))
        people_first = one.people is not None and (one.classes is None or one.people.start < one.classes.start)
        attends = people_first and one.people is not None and self._attends(one.people.end, self._end_of(at))
        own = bool(_OWN.search(lead)) or (bool(_OWN.search(to_number)) and not sends)
        told_sent = one.people is not None and bool(_WERE_SENT.match(self.letters.low, one.people.end))
        one.sent = sends or told_sent or (attends and not own and self._attends_others(one, self._end_of(at)))
        if not one.sent and previous is not None and previous.sent and not own and (people_first or one.people is None):
            one.sent = True
        if not one.sent and previous is None and people_first and one.people is not None and not own:
            one.sent = self._goes_on_sending(one.people.end)
        first_number, last_number = min(numbered, default=one.start), max(numbered, default=one.start)
        one.joint = (self._is_joint(first_number) or self._is_joint_aside(first_number, last_number)) and not one.sent
        one.planned = self._is_planned(max(numbered, default=one.start))
        after = re.split(r"[,;).]", bare[one.end : min(self._end_of(at), one.end + 60)])[0]
        one.carried = bool(_CARRIED.search(bare[max(self.first, one.start - 30) : one.end] + after))
        one.section = self.marks.lists_open(self.sentence_start, min(numbered, default=one.start))

    def _is_coupled(self, previous: Group, one: Group) -> bool:
        """`378 lớp với 35.599 đảng viên và 5.806 quần chúng học tập`: others who went to the same."""
        if one.programmes or one.classes is not None or one.people is None or previous.people is None:
            return False
        return bool(_COUPLED.fullmatch(self.letters.bare, previous.people.end, one.people.start))

    def _is_of_the_same_kind(self, previous: Group, one: Group) -> bool:
        """`2 lớp cập nhật kiến thức cho … đối tượng 3 và 11 lớp cho … đối tượng 4`: by the number of their group alone, as those before."""
        of_a_group = one.programme is not None and one.programme.code == "QPAN" and not one.programme.strong
        if not of_a_group or previous.programme is None or previous.programme.code != "CNKT":
            return False
        return bool(_AND_ALSO.fullmatch(self.letters.bare, previous.end, max(previous.end, one.start)))

    def _is_joint(self, number: int) -> bool:
        """With a school: said in this clause, or at the head of the sentence; not in a bracket closed since."""
        said = self.marks.last_joined(self.sentence_start, number)
        if said is None or self.marks.leaves_bracket(said[1], number):
            return False
        if said[0] >= self.first:
            return True
        return not _COUNTED.search(self.letters.bare, self.sentence_start, said[0]) and not self._is_left_to_others(
            said[0]
        )

    def _is_left_to_others(self, said: int) -> bool:
        """`phối hợp với Trường Chính trị mở lớp trung cấp …; lớp đảng viên mới …`: schools above hold the first, not those after it."""
        first = next((one for one in self.before if one.sentence == self.sentence and one.start >= said), None)
        if first is None or first.programme is None or first.programme.code not in HELD_ABOVE:
            return False
        return not any(one.code in HELD_ABOVE for each in self.groups for one in each.programmes)

    def _is_joint_aside(self, first: int, last: int) -> bool:
        """`1 lớp trung cấp (liên kết với Trường Chính trị tỉnh) có 75 học viên`: said between its own numbers, in a bracket or as by whom."""
        said = self.marks.last_joined(first, last)
        if said is None:
            return False
        before = self.letters.bare[first : said[0]].rstrip()
        return before.endswith("(") or bool(_DONE_BY.search(before))

    def _goes_on_sending(self, end: int) -> bool:
        """`cử 2 đồng chí học cao cấp; 25 đồng chí dự tập huấn`: sent as those before the semicolon were."""
        last = self.before[-1] if self.before else None
        return (
            last is not None
            and last.sent
            and last.sentence == self.sentence
            and bool(_GOING.match(self.letters.bare, end))
        )

    def _is_planned(self, end: int) -> bool:
        """A word of planning in the sentence before the number, and none after it that says that this was done."""
        planned = self.marks.last_planned(self.sentence_start, end)
        done = self.marks.last_done(self.sentence_start, end)
        return planned is not None and (done is None or done[1] < planned[0])

    def _attends(self, start: int, end: int) -> bool:
        """Whether these words say that people went to a class or a programme: `tham gia 13 khóa`, `theo học cao cấp`."""
        bare = self.letters.bare
        return any(
            found.group() == "hoc" or _ATTENDED.match(bare, found.end())
            for found in _ATTENDING.finditer(bare, start, max(start, min(start + 160, end)))
        )

    def _attends_others(self, one: Group, end: int) -> bool:
        """People first, then a class they attend: somebody else's where the programme is held by schools above, or the text says by whom."""
        bare = self.letters.bare
        if one.people is None or one.people.unit is Unit.HOC_VIEN:
            return False
        before = bare[max(0, one.people.start - 40) : one.people.start]
        if re.search(r"(?:cho|voi|thu hut|su tham gia cua|duoc)\s*(?:tren|gan|hon|khoang)?\s*$", before):
            return False
        held_above = one.programme is not None and one.programme.code in HELD_ABOVE
        return held_above or bool(_HELD_BY.search(bare, one.people.end, end))

    def _end_of(self, at: int) -> int:
        return self.groups[at + 1].start if at + 1 < len(self.groups) else self.last
