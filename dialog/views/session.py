"""Signing in, and in a demonstration trying the application as somebody."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure
from django.views.i18n import set_language

from dialog.look.signs import ROLES, Sign
from dialog.models import Person
from dialog.web.attempts import remember_browser
from dialog.web.http import is_from_our_pages
from dialog.web.typed import CARRIED, carried_beside, carried_files, carried_from, keep_typed, owe_nothing, take_over


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demonstration whom a visitor may be: user name, role, and what there is to see."""

    username: str
    role: str
    sees: Promise

    @property
    def sign(self) -> Sign:
        """The role's sign and words."""
        return ROLES[self.role]


DEMO_ACCOUNTS = (
    DemoAccount("tjansteperson", "civil_servant", _("Plans dialogues and prepares decisions")),
    DemoAccount("fortroendevald", "elected", _("Answers proposals and records decisions")),
    DemoAccount("kommunikator", "communicator", _("Edits and publishes the texts")),
    DemoAccount("utvecklingsledare", "support", _("Answers requests for help and looks after the handbook")),
    DemoAccount("lasbehorig", "reader", _("Follows one case")),
    DemoAccount("admin", "admin", _("Manages committees and people, makes no decisions")),
)


class SignInForm(AuthenticationForm):
    """User name or e-mail address, and password."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": _("The name and password do not match. Check capital letters in the password."),
        "inactive": _("This account is closed. Contact your administrator."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = _("User name or email address")
        name.error_messages["required"] = _("Enter your user name or email address.")
        password.error_messages["required"] = _("Enter your password.")

    def get_invalid_login_error(self) -> ValidationError:
        """Say that the two do not belong together; where many have tried, what helps then."""
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(
                gettext(
                    "Too many attempts with the wrong password. The correct one will still work: wait a few seconds "
                    "and try again, or choose a new password below."
                )
            )
        return super().get_invalid_login_error()


class SignIn(LoginView):
    """The page where one signs in; in a demonstration also by one touch, as one of its people."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody who is signed in already, in another window, lose what this page has carried along."""
        if request.user.is_authenticated:
            take_over(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and give back what was typed before."""
        response = super().form_valid(form)
        take_over(self.request)
        remember_browser(response, form.get_user())
        return response

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Sign in with name and password, or as the person of the demonstration whose button was pressed."""
        if "as" in request.POST:
            return self.sign_in_as(request.POST["as"])
        return super().post(request, *args, **kwargs)

    def sign_in_as(self, username: str) -> HttpResponse:
        """Sign in without a password as one of the demonstration's accounts. Outside a demonstration nobody can."""
        if not settings.DEMO or username not in {account.username for account in DEMO_ACCOUNTS}:
            raise PermissionDenied
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise PermissionDenied
        login(self.request, person, backend="dialog.web.auth.NameOrEmailBackend")
        take_over(self.request)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: object) -> dict:
        """Add the accounts of a demonstration that are there."""
        context = super().get_context_data(**kwargs)
        context.setdefault("carried", self.request.POST.get(CARRIED, ""))
        context["too_many"] = getattr(self.request, "axes_locked_out", False)
        if settings.DEMO:
            people = Person.objects.in_bulk([account.username for account in DEMO_ACCOUNTS], field_name="username")
            context["accounts"] = [
                {"account": account, "person": people[account.username]}
                for account in DEMO_ACCOUNTS
                if account.username in people
            ]
        return context


def door(request: HttpRequest) -> HttpResponseBase:
    """Lead to where one signs in. What was typed comes along in the page itself: of nobody nothing is kept."""
    carried = "" if is_for_script(request) else carried_from(request)
    if not carried:
        return redirect_to_login(request.get_full_path())
    return _door_with(request, carried, request.get_full_path())


def _door_with(request: HttpRequest, carried: str, next_page: str) -> HttpResponse:
    view = SignIn()
    view.setup(request)
    context = view.get_context_data(form=SignInForm(request), carried=carried, files=carried_files(carried))
    context["next"] = next_page
    return render(request, "registration/login.html", context, status=403)


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language that was chosen at the foot of a page, and lead back to it.

    Where the session had ended what was typed comes along: to the page where one signs in, and from there.
    """
    chosen = set_language(request)
    if request.user.is_authenticated or request.method != "POST":
        return chosen
    carried = request.POST.get(CARRIED, "") or carried_beside(request)
    if not carried:
        return chosen
    cookie = chosen.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    language = cookie.value if cookie else get_language()
    with override(language):
        page = _door_with(request, carried, chosen["Location"])
    page.cookies.update(chosen.cookies)
    page.headers["Content-Language"] = str(language)
    return page


def is_for_script(request: HttpRequest) -> bool:
    """Say whether a form was posted by a script, which shows no page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def old_page(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token does not hold: one from another site is refused, and nothing of it is kept or shown; one
    from a page of ours that is too old, for somebody has signed in since, leads to the page anew with what was typed.
    """
    if not is_from_our_pages(request):
        owe_nothing(request)
        return csrf_failure(request, reason)
    is_door = request.path == reverse("login")
    if not request.user.is_authenticated:
        typed = carried_from(request) and not is_door
        return door(request) if typed else csrf_failure(request, reason)
    if is_door:
        take_over(request)
        return SignIn.as_view()(request) if request.POST.get(CARRIED) else csrf_failure(request, reason)
    if is_for_script(request) or not carried_from(request):
        return csrf_failure(request, reason)
    keep_typed(request)
    return HttpResponseRedirect(request.get_full_path())
