from django.urls import path

from hocvien.web.official.views import measures, papers, writing

app_name = "official"
urlpatterns = [
    path("", papers.paper_list, name="paper-list"),
    path("new/", papers.paper_begin, name="paper-begin"),
    path("registers/", papers.register_begin, name="register-begin"),
    path("measures/", measures.measure_list, name="measure-list"),
    path("classes/<uuid:uuid>/", papers.class_papers, name="class-papers"),
    path("<uuid:uuid>/", papers.paper_page, name="paper-page"),
    path("<uuid:uuid>/docx/", papers.paper_docx, name="paper-docx"),
    path("<uuid:uuid>/pdf/", papers.paper_pdf, name="paper-pdf"),
    path("<uuid:uuid>/head/", writing.head_write, name="head-write"),
    path("<uuid:uuid>/sections/<slug:kind>/", writing.section_write, name="section-write"),
    path("<uuid:uuid>/restore/", writing.figure_restore, name="figure-restore"),
    path("<uuid:uuid>/tables/", writing.table_add, name="table-add"),
    path("<uuid:uuid>/tables/<uuid:block>/remove/", writing.table_remove, name="table-remove"),
    path("<uuid:uuid>/number/", writing.paper_number, name="paper-number"),
    path("<uuid:uuid>/compare/", writing.paper_compare, name="paper-compare"),
    path("<uuid:uuid>/annul/", writing.paper_annul, name="paper-annul"),
    path("<uuid:uuid>/discard/", writing.paper_discard, name="paper-discard"),
    path("<uuid:uuid>/carry/", writing.paper_carry, name="paper-carry"),
    path("<uuid:uuid>/measures/", measures.measure_add, name="measure-add"),
    path("<uuid:uuid>/measures/<uuid:measure>/", measures.outcome_tell, name="outcome-tell"),
    path("<uuid:uuid>/measures/<uuid:measure>/remove/", measures.measure_remove, name="measure-remove"),
]
