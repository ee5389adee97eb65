"""The addresses of reports: the preview of a kind, its text, and the PDF that a job makes of it."""

from django.urls import path

from reports import views
from reports.year import views as year

urlpatterns = [
    path("overview/<int:year>/", year.year_report, name="year_report"),
    path("overview/<int:year>/comment/", year.year_comment, name="year_comment"),
    path("overview/<int:year>/jobs/<int:job>/", year.year_job, name="year_job"),
    path("overview/<int:year>/jobs/<int:job>/file/", year.year_file, name="year_file"),
    path("cases/<int:case>/reports/<slug:kind>/", views.preview, name="report"),
    path("cases/<int:case>/reports/<slug:kind>/text/", views.text, name="report_text"),
    path("cases/<int:case>/reports/<slug:kind>/jobs/<int:job>/", views.progress, name="report_job"),
    path("cases/<int:case>/reports/<slug:kind>/jobs/<int:job>/file/", views.file, name="report_file"),
]
