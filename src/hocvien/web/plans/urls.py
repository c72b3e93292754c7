from django.urls import path

from hocvien.web.plans.views import climbing, copying, needs, plans, settings, targets, versions

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="plan-list"),
    path("new/", plans.plan_create, name="plan-create"),
    path("merged/", climbing.merged_page, name="merged-page"),
    path("call/", climbing.plan_call, name="plan-call"),
    path("settings/", settings.setting_list, name="setting-list"),
    path("settings/new/", settings.setting_record, name="setting-record"),
    path("settings/<uuid:uuid>/remove/", settings.setting_remove, name="setting-remove"),
    path("needs/", needs.need_list, name="need-list"),
    path("needs/count/", needs.need_count, name="need-count"),
    path("needs/<uuid:uuid>/", needs.need_adjust, name="need-adjust"),
    path("needs/<uuid:uuid>/people/", needs.need_people, name="need-people"),
    path("targets/", targets.target_list, name="target-list"),
    path("targets/new/", targets.target_record, name="target-record"),
    path("targets/<uuid:uuid>/", targets.target_page, name="target-page"),
    path("targets/<uuid:uuid>/edit/", targets.target_edit, name="target-edit"),
    path("targets/<uuid:uuid>/remove/", targets.target_remove, name="target-remove"),
    path("<uuid:uuid>/", plans.plan_page, name="plan-page"),
    path("<uuid:uuid>/lines/new/", plans.line_add, name="line-add"),
    path("<uuid:uuid>/lines/<uuid:line>/", plans.line_edit, name="line-edit"),
    path("<uuid:uuid>/lines/<uuid:line>/remove/", plans.line_remove, name="line-remove"),
    path("<uuid:uuid>/submit/", plans.plan_submit, name="plan-submit"),
    path("<uuid:uuid>/return/", plans.plan_return, name="plan-return"),
    path("<uuid:uuid>/approve/", plans.plan_approve, name="plan-approve"),
    path("<uuid:uuid>/amend/", versions.plan_amend, name="plan-amend"),
    path("<uuid:uuid>/discard/", versions.plan_discard, name="plan-discard"),
    path("<uuid:uuid>/compare/", versions.plan_compare, name="plan-compare"),
    path("<uuid:uuid>/copy/", copying.plan_copy, name="plan-copy"),
    path("<uuid:uuid>/copy/back/", copying.copy_take_back, name="copy-take-back"),
    path("<uuid:uuid>/classes/", copying.classes_copy, name="classes-copy"),
    path("<uuid:uuid>/classes/back/", copying.classes_take_back, name="classes-take-back"),
    path("<uuid:uuid>/propose/", needs.plan_propose, name="plan-propose"),
    path("<uuid:uuid>/propose/back/", needs.proposal_take_back, name="proposal-take-back"),
]
