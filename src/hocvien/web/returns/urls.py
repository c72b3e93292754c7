from django.urls import path

from hocvien.web.returns.views import below, forms, rounds, sheets

app_name = "returns"
urlpatterns = [
    path("", rounds.return_list, name="return-list"),
    path("open/", rounds.return_open, name="return-open"),
    path("forms/", forms.form_list, name="form-list"),
    path("forms/new/", forms.form_make, name="form-make"),
    path("forms/<uuid:uuid>/", forms.form_page, name="form-page"),
    path("forms/<uuid:uuid>/edit/", forms.form_edit, name="form-edit"),
    path("forms/<uuid:uuid>/copy/", forms.form_copy, name="form-copy"),
    path("forms/<uuid:uuid>/remove/", forms.form_remove, name="form-remove"),
    path("forms/<uuid:uuid>/workbook/", forms.form_workbook, name="form-workbook"),
    path("<uuid:uuid>/", rounds.return_page, name="return-page"),
    path("<uuid:uuid>/edit/", rounds.return_edit, name="return-edit"),
    path("<uuid:uuid>/total/", rounds.return_total, name="return-total"),
    path("<uuid:uuid>/workbook/", rounds.return_workbook, name="return-workbook"),
    path("<uuid:uuid>/units/", rounds.unit_add, name="unit-add"),
    path("<uuid:uuid>/descend/", rounds.return_descend, name="return-descend"),
    path("<uuid:uuid>/lock/", rounds.return_lock, name="return-lock"),
    path("<uuid:uuid>/reopen/", rounds.return_reopen, name="return-reopen"),
    path("<uuid:uuid>/remove/", rounds.return_remove, name="return-remove"),
    path("sheets/<uuid:uuid>/", sheets.sheet_page, name="sheet-page"),
    path("sheets/<uuid:uuid>/workbook/", sheets.sheet_workbook, name="sheet-workbook"),
    path("sheets/<uuid:uuid>/count/", sheets.sheet_count, name="sheet-count"),
    path("sheets/<uuid:uuid>/return/", sheets.sheet_send_back, name="sheet-send-back"),
    path("sheets/<uuid:uuid>/lock/", sheets.sheet_lock, name="sheet-lock"),
    path("sheets/<uuid:uuid>/reopen/", sheets.sheet_reopen, name="sheet-reopen"),
    path("sheets/<uuid:uuid>/release/", sheets.sheet_release, name="sheet-release"),
    path("sheets/<uuid:uuid>/versions/", sheets.sheet_versions, name="sheet-versions"),
    path("sheets/<uuid:uuid>/below/", below.sheet_below, name="sheet-below"),
    path("sheets/<uuid:uuid>/below/ask/", below.below_ask, name="below-ask"),
    path("sheets/<uuid:uuid>/below/take/", below.below_take, name="below-take"),
    path("sheets/<uuid:uuid>/below/rows/", below.rows_page, name="rows-page"),
]
