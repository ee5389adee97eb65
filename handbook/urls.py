"""The addresses of the handbook. ``?edition=2024-03-11`` opens an older edition at each of the first three."""

from django.urls import path

from handbook import views

urlpatterns = [
    path("handbook/", views.front, name="handbook"),
    path("handbook/whole/", views.whole, name="handbook_whole"),
    path("handbook/editions/", views.edition_list, name="handbook_editions"),
    path("handbook/comments/", views.comments, name="handbook_comments"),
    path("handbook/comments/<int:comment>/", views.answer, name="handbook_answer"),
    path("handbook/<slug:key>/", views.page, name="handbook_page"),
]
