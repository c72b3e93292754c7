"""The roll: one explicit "all present except" for a class, or only those marked. What is not marked then stays "not yet recorded"."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access.api import Permission
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.web.classes.head import class_head
from hocvien.web.classes.tables import RollBookTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_PREFIX = "mark-"


@screen(permission="class.view")
def roll_book(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    table = RollBookTable(request, classes.session_rows(training_class))
    context = {"training_class": training_class, "head": class_head(request, training_class, "roll-book")}
    return table_response(request, "classes/roll_book.html", table, context)


@screen(permission="roll.record", methods=("GET", "POST"))
def roll(request: ScreenRequest, uuid: UUID, session: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.ROLL_RECORD)
    row = classes.get_session(training_class, session)
    form = BaseForm(request.POST or None, request=request)
    marks = {key.removeprefix(_PREFIX): str(value) for key, value in request.POST.items() if key.startswith(_PREFIX)}
    if form.is_valid():
        try:
            summary = classes.record_roll(
                actor=request.user,
                session=row,
                exceptions={key: (status, "") for key, status in marks.items()},
                rest="present" if request.POST.get("rest") == "present" else None,
                now=now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, str(summary))
            return redirect_to(request, "classes:roll-book", uuid=uuid)
    number = classes.session_number(row)
    context = {
        "training_class": training_class,
        "session": row,
        "form": form,
        "rows": classes.roll_rows(row, typed=marks),
        "statuses": classes.RollStatus.choices,
        "heading": _("Điểm danh buổi {n}, {half} {day}").format(
            n=number, half=str(classes.Half(row.half).label).lower(), day=row.on.strftime("%d/%m/%Y")
        ),
    }
    return page(request, "classes/roll.html", context, form=form)
