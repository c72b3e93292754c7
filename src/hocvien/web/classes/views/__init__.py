"""Screens of a class, one module for each tab."""

from hocvien.web.classes.views.exceptions import exception_decide, exception_request
from hocvien.web.classes.views.files import nomination_cells, nomination_file, nomination_template, nomination_upload
from hocvien.web.classes.views.lists import (
    group_assign,
    invitation_list,
    nomination_admit_by_reason,
    nomination_decide,
    nomination_list,
    nomination_propose,
    participation_end,
)
from hocvien.web.classes.views.opening import (
    class_announce,
    class_cancel,
    class_edit,
    class_finish,
    class_list,
    class_open,
    class_page,
    class_start,
)
from hocvien.web.classes.views.papers import (
    certificate_issue,
    certificate_pdf,
    class_book,
    paper_list,
    recognition_paper,
    sign_in_sheet,
)
from hocvien.web.classes.views.results import result_list, result_recognise, result_reopen
from hocvien.web.classes.views.rolls import roll, roll_book
from hocvien.web.classes.views.steps import nomination_fill, nomination_page, round_close, round_list
from hocvien.web.classes.views.timetables import (
    session_add,
    session_edit,
    session_remove,
    timetable,
    timetable_propose,
)

__all__ = [
    "certificate_issue",
    "certificate_pdf",
    "class_announce",
    "class_book",
    "class_cancel",
    "class_edit",
    "class_finish",
    "class_list",
    "class_open",
    "class_page",
    "class_start",
    "exception_decide",
    "exception_request",
    "group_assign",
    "invitation_list",
    "nomination_admit_by_reason",
    "nomination_cells",
    "nomination_decide",
    "nomination_file",
    "nomination_fill",
    "nomination_list",
    "nomination_page",
    "nomination_propose",
    "nomination_template",
    "nomination_upload",
    "paper_list",
    "participation_end",
    "recognition_paper",
    "result_list",
    "result_recognise",
    "result_reopen",
    "roll",
    "roll_book",
    "round_close",
    "round_list",
    "session_add",
    "session_edit",
    "session_remove",
    "sign_in_sheet",
    "timetable",
    "timetable_propose",
]
