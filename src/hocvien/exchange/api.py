"""The door of exchange."""

from hocvien.exchange.constants import BACKUP_VERB
from hocvien.exchange.data import (
    BackupSummary,
    ColumnRead,
    FieldChange,
    RosterOutcome,
    RosterPlan,
    RosterProblem,
    RosterRow,
    SheetRead,
)
from hocvien.exchange.errors import (
    BackupDamaged,
    BackupOfOtherVersion,
    NotABackup,
    PlaceNotEmpty,
    RosterPlanEmpty,
    RosterPlanGone,
    RosterUnreadable,
)
from hocvien.exchange.operations.backup import back_up, restore
from hocvien.exchange.operations.certificate_pdf import (
    OVERPRINT_SPOTS,
    CertificateLayout,
    CertificatePrint,
    Spot,
    certificate_prints,
    qr_svg,
    render_certificates_pdf,
    render_register_pdf,
)
from hocvien.exchange.operations.report_files import render_report_docx, render_report_xlsx
from hocvien.exchange.operations.roster_execution import execute_roster, get_roster, keep_roster
from hocvien.exchange.operations.roster_planning import plan_roster
from hocvien.exchange.operations.roster_template import make_roster_template

__all__ = [
    "BACKUP_VERB",
    "OVERPRINT_SPOTS",
    "BackupDamaged",
    "BackupOfOtherVersion",
    "BackupSummary",
    "CertificateLayout",
    "CertificatePrint",
    "ColumnRead",
    "FieldChange",
    "NotABackup",
    "PlaceNotEmpty",
    "RosterOutcome",
    "RosterPlan",
    "RosterPlanEmpty",
    "RosterPlanGone",
    "RosterProblem",
    "RosterRow",
    "RosterUnreadable",
    "SheetRead",
    "Spot",
    "back_up",
    "certificate_prints",
    "execute_roster",
    "get_roster",
    "keep_roster",
    "make_roster_template",
    "plan_roster",
    "qr_svg",
    "render_certificates_pdf",
    "render_register_pdf",
    "render_report_docx",
    "render_report_xlsx",
    "restore",
]
