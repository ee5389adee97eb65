"""The addresses of Dialog, and beside them those of the pages that it is compared with."""

from django.urls import path

from benchmarks import twins
from benchmarks.admin import site
from dialog.urls import urlpatterns as dialog_urls

urlpatterns = [
    path("twin/list/", twins.bare_list),
    path("twin/detail/<int:case>/", twins.bare_detail),
    path("twin/floor/<str:name>/", twins.floor),
    path("twin/admin/", site.urls),
    *dialog_urls,
]
