"""The addresses of Följa upp besides its steps: the contributions."""

from django.urls import path

from followup import views
from followup.views import codebook, import_check, imports, library, overview, personal_data, proposals, way_back, weigh

urlpatterns = [
    path("lessons/", library.lessons, name="lessons"),
    path("overview/", overview.overview, name="overview"),
    path("overview/groups/", overview.groups, name="overview_groups"),
    path("overview/times/", overview.times, name="overview_times"),
    path("cases/<int:case>/contributions/", views.contributions, name="contributions"),
    path("cases/<int:case>/proposals/", proposals.proposals, name="proposals"),
    path("cases/<int:case>/proposals/proposals.csv", proposals.proposals_table, name="proposals_table"),
    path("cases/<int:case>/contributions/add/", views.add_contributions, name="add_contributions"),
    path("cases/<int:case>/contributions/import/", imports.imports, name="imports"),
    path("cases/<int:case>/contributions/import/<int:number>/", import_check.import_page, name="import"),
    path("cases/<int:case>/contributions/import/<int:number>/columns/", imports.columns, name="import_columns"),
    path("cases/<int:case>/contributions/import/<int:number>/check/", import_check.check, name="import_check"),
    path("cases/<int:case>/contributions/import/<int:number>/file/", import_check.kept_file, name="import_file"),
    path(
        "cases/<int:case>/contributions/import/<int:number>/left-out.csv", import_check.left_out, name="import_left_out"
    ),
    path("cases/<int:case>/contributions/<int:number>/way/", way_back.way_of_contribution, name="way_of_contribution"),
    path("cases/<int:case>/weigh/", weigh.weigh, name="weigh"),
    path("cases/<int:case>/weigh/figures.csv", weigh.figures, name="weigh_figures"),
    path("cases/<int:case>/said-and-done/", way_back.said_and_done, name="said_and_done"),
    path("cases/<int:case>/said-and-done/why/", way_back.why_unfollowed, name="why_unfollowed"),
    path(
        "cases/<int:case>/said-and-done/decisions/<int:number>/", way_back.voices_of_decision, name="voices_of_decision"
    ),
    path("cases/<int:case>/contributions/themes/", codebook.themes, name="themes"),
    path("cases/<int:case>/contributions/themes/codebook.csv", codebook.as_csv, name="codebook_csv"),
    path("cases/<int:case>/contributions/themes/codebook.qdc", codebook.as_qdc, name="codebook_qdc"),
    path("cases/<int:case>/contributions/themes/<slug:key>/", codebook.themes, name="theme"),
    path("cases/<int:case>/contributions/themes/<slug:key>/merge/", codebook.merge_themes, name="merge_themes"),
    path("cases/<int:case>/contributions/themes/<slug:key>/split/", codebook.split_theme, name="split_theme"),
    path("cases/<int:case>/contributions/<int:number>/", views.contributions, name="contribution"),
    path(
        "cases/<int:case>/contributions/<int:number>/personal-data/",
        personal_data.of_contribution,
        name="contribution_personal_data",
    ),
    path("cases/<int:case>/personal-data/", personal_data.personal_data, name="personal_data"),
    path("cases/<int:case>/personal-data/log.csv", personal_data.log_as_table, name="personal_data_log"),
]
