"""The addresses of Följa upp besides its steps: the contributions."""

from django.urls import path

from followup import views
from followup.views import library, overview

urlpatterns = [
    path("lessons/", library.lessons, name="lessons"),
    path("overview/", overview.overview, name="overview"),
    path("overview/groups/", overview.groups, name="overview_groups"),
    path("overview/times/", overview.times, name="overview_times"),
    path("cases/<int:case>/contributions/", views.contributions, name="contributions"),
    path("cases/<int:case>/contributions/add/", views.add_contributions, name="add_contributions"),
    path("cases/<int:case>/contributions/<int:number>/", views.contributions, name="contribution"),
]
