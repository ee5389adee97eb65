"""The addresses of Följa upp besides its steps: the contributions."""

from django.urls import path

from followup import views

urlpatterns = [
    path("cases/<int:case>/contributions/", views.contributions, name="contributions"),
    path("cases/<int:case>/contributions/add/", views.add_contributions, name="add_contributions"),
    path("cases/<int:case>/contributions/<int:number>/", views.contributions, name="contribution"),
]
