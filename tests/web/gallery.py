"""A page with every component, for the tests of the components: an address configuration of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from config.urls import urlpatterns as real
from hocvien.common.errors import DomainError, Forbidden, NotVisible
from hocvien.web.ui import forms as ui
from hocvien.web.ui.parts import (
    BarChart,
    Clause,
    Moment,
    Node,
    Series,
    Status,
    Step,
    Tab,
    WorkGroup,
    WorkItem,
)
from hocvien.web.ui.screens import notify, screen
from hocvien.web.ui.tables import Column, Filter, Table


@dataclass
class Learner:
    uuid: str
    name: str
    born: date
    sex: str
    cell: str
    present: int
    share: Decimal
    state: Status


NAMES = [
    "Phạm Thị Lan Anh",
    "Phan Tuấn Anh",
    "Nguyễn Thị Ngọc Ánh",
    "Lê Văn Bảo",
    "Mai Thị Bích",
    "Phạm Quốc Bình",
    "Hoàng Thị Kim Chi",
    "Ngô Đình Chiến",
    "Trần Mạnh Cường",
    "Hồ Thị Thùy Dung",
    "Nguyễn Văn Dũng",
    "Cao Thị Mỹ Duyên",
    "Phan Thùy Dương",
    "Ngô Thị Hồng Đào",
]
CELLS = ("Thôn Phú Lộc", "Quân sự xã", "Trường THPT Đức Thịnh", "Trạm Y tế xã")


def make_learners(count=24):
    return [
        Learner(
            uuid=f"00000000-0000-7000-8000-{n:012d}",
            name=NAMES[n * 5 % len(NAMES)],
            born=date(1990 + n % 15, 1 + n % 12, 1 + n % 28),
            sex="female" if "Thị" in NAMES[n * 5 % len(NAMES)] else "male",
            cell=CELLS[n % 4],
            present=n % 4,
            share=Decimal(n % 4) / 3,
            state=Status("warn", "Thiếu giấy tờ") if n % 8 == 7 else Status("met", "Đủ"),
        )
        for n in range(count)
    ]


class LearnerTable(Table):
    name = "learners"
    caption = _("Học viên của lớp")
    noun = _("học viên")
    default_sort = "name"
    search_folded = ("name",)
    numbered = True
    selectable = True
    per_page = 12
    columns = (
        Column("name", _("Họ và tên"), sort=lambda row: row.name.split()[-1], header=True, link=lambda row: "#"),
        Column("born", _("Ngày sinh"), kind="date", sort=True),
        Column("sex", _("Giới"), value=lambda row: {"female": "Nữ", "male": "Nam"}[row.sex]),
        Column("cell", _("Chi bộ giới thiệu"), sort=True),
        Column("present", _("Có mặt"), kind="number", sort=True, total=True, link=lambda row: "#"),
        Column("share", _("Tỉ lệ"), kind="percent", total=lambda rows: Decimal("0.5")),
        Column("state", _("Điều kiện"), kind="status", sort=True),
        Column("uuid", _("Mã"), hidden=True),
    )
    filters = (
        Filter(
            "sex",
            _("Giới"),
            (("female", _("Nữ")), ("male", _("Nam"))),
            lambda rows, value: [row for row in rows if row.sex == value],
        ),
    )


class ClassForm(ui.BaseForm):
    name = forms.CharField(label=_("Tên lớp"), max_length=60)
    opens_on = ui.DateField(label=_("Khai giảng"), help_text=_("Theo quyết định mở lớp"))
    host = ui.UnitChoiceField(label=_("Đơn vị chủ trì"), permission="class.open")
    head = ui.PersonChoiceField(label=_("Chủ nhiệm lớp"), permission="person.view", required=False)
    mode = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[("full", _("Tập trung")), ("part", _("Không tập trung"))],
        widget=forms.RadioSelect,
    )
    programme = forms.ChoiceField(label=_("Chương trình"), choices=[("", "–"), ("NTVD", "Nhận thức về Đảng")])
    is_joint = forms.BooleanField(label=_("Mở phối hợp với trường chính trị"), required=False)
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea, required=False)


PAGE = """{% extends "base.html" %}{% load i18n ui %}{% block title %}Mọi bộ phận{% endblock %}{% block content %}
{% page_head title="Lớp bồi dưỡng nhận thức về Đảng, khóa II/2026" up_url="/search/" up_label="Lớp học" sub="mục kế hoạch NTVĐ 02/2026" %}
{% button label="Sửa thông tin lớp" href="#a" %}{% button label="In sổ" href="#b" icon="print" %}{% button label="Ghi điểm danh buổi 4" href="#c" kind="primary" %}{% endpage_head %}
{% facts %}{% fact label="Tình trạng" %}{% status tone="info" word="Đang học, buổi 3/10" %}{% endfact %}{% fact label="Khai giảng" %}{{ opened|day }}{% endfact %}{% fact label="Trống" %}{% endfact %}{% endfacts %}
{% tabs items=tabs label="Nội dung lớp" %}
<div class="with"><section aria-label="Học viên">{% bulk_table table=table url="/gallery/act/" %}{% button label="Chuyển tổ" name="do" value="move" %}{% button label="Rút tên" kind="danger" name="do" value="drop" %}{% endbulk_table %}</section>
<aside class="why" aria-label="Điều kiện"><div><h2>Ngô Đình Chiến</h2><p class="st verdict warn">{% shape tone="warn" %}Đủ điều kiện học, thiếu 1 giấy tờ</p>{% clauses items=clauses %}{% dialog_note title="Mặc định là gì" %}Theo thông lệ.{% enddialog_note %}</div></aside></div>
{% section_head title="Việc" id="work" sub="9 việc chờ bạn" %}{% button label="Lịch tuần này" href="#w" %}{% endsection_head %}
<div class="two"><div>{% work_list groups=groups %}{% notice tone="info" title="Cột Họ và tên viết bằng bảng mã TCVN3" %}<p>Đã đổi cả cột sang Unicode.</p>{% endnotice %}{% notice tone="warn" %}<p>Còn 3 ô nên xem.</p>{% endnotice %}{% empty_state title="Chưa có giấy chứng nhận" text="Giấy chứng nhận lập sau khi công nhận kết quả." action_label="Công nhận kết quả" action_url="#k" %}
{% steps items=steps label="Nhập danh sách" %}</div>
<aside><h2>Năm 2026 so với kế hoạch</h2><div class="fig2">{% figure label="Lượt học viên" value=892 of=1110 note="80,36% kế hoạch năm" url="#" %}{% figure label="Lớp đã khai giảng" value=9 of=12 note="75,00% kế hoạch năm" %}</div>{% bar_chart chart=chart %}</aside></div>
{% section_head title="Kết quả" %}{% endsection_head %}{% bands rows=bands title="Xếp loại của lớp" %}{% bar_chart chart=lying %}
{% section_head title="Quá trình" %}{% endsection_head %}{% timeline items=moments %}
{% section_head title="Đơn vị" %}{% endsection_head %}{% tree nodes=nodes label="Cây đơn vị" %}
<p>{% generated_mark shown=True %} {% figure_link value=1234567 url="#x" %} {% figure_link value=0 %} {{ share|percent }} {{ when|moment }} {{ opened|long_day }} {{ opened|weekday }}</p>
{% section_head title="Mở lớp" %}{% endsection_head %}
<form method="post" class="form" id="form">{% csrf_token %}{% form_errors form=form %}{% field field=form.name %}{% field field=form.opens_on width="s" %}{% field field=form.host %}{% field field=form.head %}{% field field=form.mode %}{% field field=form.programme width="m" help="Chỉ chương trình đang dùng" %}{% field field=form.is_joint %}{% field field=form.note %}<div class="form-acts">{% button label="Mở lớp" kind="primary" %}{% button label="Thôi" href="#t" kind="quiet" %}</div></form>{% post_button label="Xóa nháp" url="/gallery/act/" kind="danger" icon="close" %}
{% endblock %}"""


def gallery_context():
    return {
        "opened": date(2026, 9, 7),
        "when": datetime(2026, 9, 8, 14, 5),
        "share": Decimal("0.9916"),
        "tabs": [
            Tab("Học viên", "#1", current=True, count=87),
            Tab("Lịch học", "#2", count="10 buổi"),
            Tab("Kết quả", "#3"),
        ],
        "clauses": [
            Clause(
                "Có nghị quyết chi bộ giới thiệu",
                Status("warn", "Thiếu"),
                "Chưa có bản chụp.",
                "HD 06-HD/TW, 09/6/2025",
            ),
            Clause("Chưa là đảng viên", Status("met", "Đạt"), "Hồ sơ không có ngày vào Đảng."),
        ],
        "groups": [
            WorkGroup(
                "Quá hạn",
                [
                    WorkItem(
                        "Xét lại 3 người",
                        "#4",
                        "07/9, thứ Hai",
                        "Đã bổ sung nghị quyết",
                        Status("bad", "Quá 1 ngày"),
                        "Xem xét",
                    )
                ],
            ),
            WorkGroup(
                "Hôm nay",
                [
                    WorkItem(
                        "Điểm danh buổi 4",
                        "#5",
                        "13:30",
                        "87 học viên",
                        Status("info", "Sắp đến giờ"),
                        "Ghi điểm danh",
                        True,
                    )
                ],
            ),
            WorkGroup("Không có gì", []),
        ],
        "steps": [Step("Tải tệp lên", "done"), Step("Sửa vấn đề, còn 6", "current"), Step("Ghi vào lớp")],
        "chart": BarChart(
            "Lượt học viên theo tháng khai giảng năm 2026: kế hoạch và thực hiện",
            [str(n) for n in range(1, 13)],
            (
                Series("Kế hoạch", [0, 0, 85, 165, 200, 80, 100, 220, 140, 120, 0, 0], "plan"),
                Series("Thực hiện", [0, 0, 84, 194, 192, 74, 104, 244, None, None, None, None], "actual"),
            ),
            note="Lượt học viên, theo tháng khai giảng",
            head="Tháng",
        ),
        "lying": BarChart(
            "Học viên theo chương trình, 8 tháng 2026",
            ["Nhận thức về Đảng", "Đảng viên mới", "Công tác đảng, cấp ủy viên"],
            (
                Series("Thực hiện 8 tháng 2026", [158, 58, 267], "actual"),
                Series("Cùng kỳ 2025", [149, 97, 254], "before"),
                Series("Kế hoạch năm 2026", [250, 110, 330], "plan"),
            ),
            is_horizontal=True,
        ),
        "bands": [("Xuất sắc", 4), ("Giỏi", 21), ("Khá", 50), ("Trung bình", 12)],
        "moments": [
            Moment(
                date(2026, 9, 11),
                "Bồi dưỡng đảng viên mới",
                "Trung tâm chính trị",
                "#6",
                Status("met", "Đạt, loại Giỏi"),
            ),
            Moment("Tháng 5/2023", "Bồi dưỡng nhận thức về Đảng"),
        ],
        "nodes": [
            Node(
                "Tỉnh ủy",
                "#7",
                "8.578 đơn vị",
                (
                    Node(
                        "Đảng ủy xã Đức Thịnh",
                        "#8",
                        children=(Node("Chi bộ thôn Phú Lộc"),),
                        is_open=True,
                        is_current=True,
                    ),
                ),
                is_open=True,
            )
        ],
    }


@screen(signed_in=True, methods=("GET", "POST"))
def gallery(request):
    table = LearnerTable(request, make_learners())
    if table.is_export_asked:
        return table.as_response()
    form = ClassForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        notify(request, "Đã mở lớp.")
    context = {**gallery_context(), "table": table, "form": form}
    html = engines["django"].from_string(PAGE).render(context, request)
    return HttpResponse(html, status=422 if form.is_bound and form.errors else 200)


@screen(permission="class.open")
def opener(request):
    return HttpResponse("ok")


@screen(signed_in=True)
def unseen(request):
    raise NotVisible("x", "không thấy")


@screen(signed_in=True)
def forbidden(request):
    raise Forbidden("x", "Không được làm việc này ở {place}.", place="đây")


@screen(signed_in=True, methods=("POST",))
def act(request):
    raise DomainError("seats_full", "Lớp {name} đã đủ {seats} suất.", name="A", seats=90)


@screen(public=True)
def broken(request):
    raise RuntimeError("planted")


own = (
    [
        path("", gallery, name="page"),
        path("opener/", opener, name="opener"),
        path("unseen/", unseen, name="unseen"),
        path("forbidden/", forbidden, name="forbidden"),
        path("act/", act, name="act"),
        path("broken/", broken, name="broken"),
    ],
    "gallery",
)
urlpatterns = [path("gallery/", include(own)), *real]
handler400 = "hocvien.web.shell.errors.bad_request"
handler403 = "hocvien.web.shell.errors.forbidden"
handler404 = "hocvien.web.shell.errors.not_found"
handler500 = "hocvien.web.shell.errors.broken"
