"""The addresses of the handbook. ``?edition=2024-03-11`` opens an older edition at each of the first three."""

from django.urls import path

from handbook import views
from handbook.editing import views as editing

urlpatterns = [
    path("handbook/", views.front, name="handbook"),
    path("handbook/whole/", views.whole, name="handbook_whole"),
    path("handbook/search/", views.search, name="handbook_search"),
    path("handbook/editions/", views.edition_list, name="handbook_editions"),
    path("handbook/editions/<str:edition>/", views.edition_changes, name="handbook_edition_changes"),
    path("handbook/edit/", editing.workplace, name="handbook_edit"),
    path("handbook/edit/changes/", editing.changes, name="handbook_edit_changes"),
    path("handbook/edit/publish/", editing.publish, name="handbook_edit_publish"),
    path("handbook/edit/contacts/", editing.contacts, name="handbook_edit_contacts"),
    path("handbook/edit/foundation/", editing.foundation, name="handbook_edit_foundation"),
    path("handbook/edit/principles/", editing.principles, name="handbook_edit_principles"),
    path("handbook/edit/new-page/", editing.new_page, name="handbook_edit_new_page"),
    path("handbook/edit/pages/<slug:key>/", editing.page, name="handbook_edit_page"),
    path("handbook/edit/pages/<slug:key>/remove/", editing.remove_page, name="handbook_edit_remove_page"),
    path("handbook/comments/", views.comments, name="handbook_comments"),
    path("handbook/comments/<int:comment>/", views.answer, name="handbook_answer"),
    path("handbook/<slug:key>/", views.page, name="handbook_page"),
]
