"""The addresses of what Dialog tells of itself."""

from django.urls import path

from guide import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_front, name="help"),
    path("help/pictures/<str:name>", views.help_picture, name="help_picture"),
    path("help/seen/<str:key>/", views.put_away, name="help_seen"),
    path("help/again/", views.say_again, name="help_again"),
    path("help/<slug:key>/", views.help_page, name="help_page"),
    path("about/<slug:page>/edit/", views.statement_edit, name="statement_edit"),
    path("about/<slug:page>/versions/", views.statement_versions, name="statement_versions"),
]
