"""The addresses of Dialog. Each app has its own; the keys in them are the steps' own keys."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import URLResolver, include, path, register_converter
from django.utils.module_loading import module_has_submodule

from dialog.admin import site
from dialog.views import (
    accent,
    account,
    attachments,
    case,
    cases,
    course,
    decisions,
    health,
    history,
    inbox,
    logo,
    people,
    receipt,
    session,
    step,
    styleguide,
    texts,
)
from dialog.views.place import RowConverter
from dialog.web.permissions import anyone, signed_in

register_converter(accent.ColourConverter, "colour")
register_converter(RowConverter, "row")

handler400 = "dialog.views.refused.unreadable"
handler500 = "dialog.views.outage.server_error"


def of_the_apps() -> list[URLResolver]:
    """Return the pages of the phases and of the other apps that are Dialog's own, in the order of the settings."""
    own = [app for app in apps.get_app_configs() if app.name in settings.OWN_APPS and app.name != "dialog"]
    return [path("", include(f"{app.name}.urls")) for app in own if module_has_submodule(app.module, "urls")]


urlpatterns = [
    path("accent/<colour:colour>.css", anyone(accent.accent_stylesheet), name="accent"),
    path("logo/<str:name>", anyone(logo.logo), name="logo"),
    path("", inbox.inbox, name="inbox"),
    path("cases/", cases.cases, name="cases"),
    path("cases/list.csv", cases.cases_csv, name="cases_csv"),
    path("cases/new/", cases.new_case, name="new_case"),
    path("cases/<int:case>/", case.case, name="case"),
    path("cases/<int:case>/do/<slug:act>/", course.case_act, name="case_act"),
    path("cases/<int:case>/history/", history.history, name="history"),
    path("cases/<int:case>/decisions/", decisions.decisions, name="decisions"),
    path("cases/<int:case>/decisions/minutes/<int:fact>/", decisions.minutes, name="minutes"),
    path("cases/<int:case>/people/", people.find_people, name="find_people"),
    path("cases/<int:case>/receipts/<int:event>/", receipt.receipt, name="receipt"),
    path("cases/<int:case>/file/<int:number>/", attachments.attached, name="attached"),
    path("cases/<int:case>/file/<int:number>/small/", attachments.attached, {"small": True}, name="attached_small"),
    path("cases/<int:case>/files/<slug:step>/", attachments.files, name="files"),
    path("cases/<int:case>/files/<slug:step>/<row:row>/", attachments.files, name="files_of_row"),
    *of_the_apps(),
    path("cases/<int:case>/texts/", texts.sheet, name="sheet"),
    path("cases/<int:case>/<slug:step>/", step.step, name="step"),
    path("cases/<int:case>/<slug:step>/history/", history.step_history, name="step_history"),
    path("cases/<int:case>/<slug:step>/new/<slug:kind>/", step.new_row, name="new_row"),
    path("communication/", texts.queue, name="communication"),
    path("cases/<int:case>/texts/<slug:step>/<row:row>/", texts.text, name="text"),
    path("cases/<int:case>/texts/<slug:step>/<row:row>/text/", texts.plain, name="text_plain"),
    path("cases/<int:case>/texts/<slug:step>/<row:row>/html/", texts.html, name="text_html"),
    path("cases/<int:case>/texts/<slug:step>/<row:row>/preview/", texts.preview, name="text_preview"),
    path("cases/<int:case>/<slug:step>/<row:row>/", step.row, name="row"),
    path("cases/<int:case>/<slug:step>/<row:row>/history/", history.row_history, name="row_history"),
    path("sign-in/", anyone(session.SignIn.as_view()), name="login"),
    path("sign-out/", anyone(LogoutView.as_view()), name="logout"),
    path("me/", account.account, name="account"),
    path("me/password/", signed_in(account.ChangePassword.as_view()), name="password_change"),
    path("password/forgotten/", anyone(account.forgotten), name="password_forgotten"),
    path("password/sent/", anyone(account.sent), name="password_sent"),
    path("password/<uidb64>/<token>/", anyone(account.ChoosePassword.as_view()), name="password_choose"),
    path("admin/", site.urls),
    path("health", anyone(health.health), name="health"),
    path("styleguide/", anyone(styleguide.styleguide), name="styleguide"),
    path("language/", anyone(session.choose_language), name="set_language"),
]
