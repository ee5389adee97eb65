"""The addresses of reports: the preview of a kind, its text, and the PDF that a job makes of it."""

from django.urls import path

from reports import views

urlpatterns = [
    path("cases/<int:case>/reports/<slug:kind>/", views.preview, name="report"),
    path("cases/<int:case>/reports/<slug:kind>/text/", views.text, name="report_text"),
    path("cases/<int:case>/reports/<slug:kind>/jobs/<int:job>/", views.progress, name="report_job"),
    path("cases/<int:case>/reports/<slug:kind>/jobs/<int:job>/file/", views.file, name="report_file"),
]
