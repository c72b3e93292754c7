"""Published figures typed in by hand: whose, of which days, from where, and line by line."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.errors import DomainError
from hocvien.figures import api as figures
from hocvien.web.figures.forms import LineForm, SourceForm, empty_lines, line_forms
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen

_LINES_AT_FIRST = 6
_LINES_MORE = 6


@screen(permission="figures.edit", methods=("GET", "POST"))
def statement_enter(request: ScreenRequest) -> HttpResponse:
    """A statement typed in; empty lines are left out, more of them are added on asking, nothing typed is lost."""
    act = request.POST.get("act", "")
    if not act:
        form = SourceForm(request=request, initial={"unit": request.scope.unit})
        lines = empty_lines(_LINES_AT_FIRST, request=request, programmes=figures.programme_names())
        return _page(request, form, lines)
    if act == "more":
        form = SourceForm(request=request, initial=request.POST.dict())
        return _page(request, form, line_forms(request.POST, request=request, more=_LINES_MORE))
    form = SourceForm(request.POST, request=request)
    lines = line_forms(request.POST, request=request)
    statement = take_over(request, form, lines)
    if statement is not None:
        return redirect_to(request, "figures:statement-page", uuid=statement.uuid)
    return _page(request, form, lines, status=422)


def take_over(request: ScreenRequest, form: SourceForm, lines: Sequence[LineForm]) -> figures.Statement | None:
    """Write what was typed or corrected; None with the reasons at the forms."""
    good = [line.is_valid() for line in lines]
    if not form.is_valid() or not all(good):
        return None
    kept = [(number, line) for number, line in enumerate(lines, start=1) if line.is_kept]
    if _is_doubtful(request, form, kept):
        return None
    try:
        statement = figures.take_over(actor=request.user, lines=[line.line() for _n, line in kept], **form.kept())
    except DomainError as refusal:
        form.add_domain_error(refusal)
        return None
    notify(request, _("Đã ghi số liệu với nguồn của nó."))
    return statement


def _is_doubtful(request: ScreenRequest, form: SourceForm, kept: Sequence[tuple[int, LineForm]]) -> bool:
    """Say of a period to come, and of corrected numbers above their total, unless the person said that it stands so in the source."""
    lines = [line.line() for _number, line in kept]
    if form.cleaned_data["first_on"] > request.scope.day and not all(line.is_planned for line in lines):
        form.add_error("first_on", _("Kỳ này chưa bắt đầu. Kiểm tra lại năm; số kế hoạch thì chọn “Mới là kế hoạch”."))
        return True
    if request.POST.get("sure") or not any(line.is_corrected for _number, line in kept):
        return False
    doubts = figures.doubts_of(lines)
    words = {"classes": _("số lớp"), "participants": _("số học viên")}
    for one in doubts:
        said = {"what": words[one.field], "number": formats.number(one.number), "total": formats.number(one.total)}
        if one.at:
            line = _("Dòng {n}: {what} ghi {number}, nhiều hơn tổng {total}.").format(n=kept[one.at - 1][0], **said)
        else:
            line = _("Cộng {what} các dòng trong tổng được {number}, nhiều hơn tổng {total}.").format(**said)
        form.add_error(None, line)
    form.is_doubtful = bool(doubts)
    return form.is_doubtful


def _page(request: ScreenRequest, form: SourceForm, lines: Sequence[LineForm], *, status: int = 200) -> HttpResponse:
    context = {"form": form, "lines": lines, "back_url": screen_url(request, "figures:statement-list")}
    return page(request, "figures/statement_enter.html", context, status=status)
