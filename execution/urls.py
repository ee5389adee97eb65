"""The addresses of Genomföra besides its steps."""

from django.urls import path

from execution.views import contacts, dialogues

urlpatterns = [
    path("cases/<int:case>/contacts/new/", contacts.new_register, name="new_contact_register"),
    path("cases/<int:case>/contacts/<row:register>/", contacts.register, name="contact_register"),
    path("communication/dialogues/", dialogues.page, name="dialogues"),
    path("communication/dialogues.html", dialogues.fragment, name="dialogues_html"),
    path("communication/dialogues.csv", dialogues.as_table, name="dialogues_csv"),
]
