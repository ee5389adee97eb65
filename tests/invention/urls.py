"""The addresses of the phase besides its steps."""

from django.urls import path

from tests.invention import views

urlpatterns = [path("inventions/", views.inventions, name="inventions")]
