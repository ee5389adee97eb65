"""The addresses of Planera besides its steps."""

from django.urls import path

from planning import views

urlpatterns = [path("cases/<int:case>/similar/", views.similar, name="similar_cases")]
