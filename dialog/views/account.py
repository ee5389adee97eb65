"""What somebody keeps of her own account: whether mail comes, and the password, also when it is forgotten."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.clash import SaysClash
from dialog.language.letters import name_to_sign_in
from dialog.mail import passwords
from dialog.models import Person
from dialog.web.attempts import LETTER
from dialog.web.permissions import signed_in


class MailForm(SaysClash, forms.ModelForm):
    """Whether somebody is told by mail of what waits."""

    class Meta:
        model = Person
        fields = ["wants_mail"]
        labels = {"wants_mail": gettext_lazy("Email me when something is waiting for me")}


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show what Dialog knows of me, and let me say whether it may write to me."""
    form = MailForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_bound:
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "registration/account.html", {"form": form})


class Judged:
    """A view whose answer says with its status too that the form was not accepted."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form with what is wrong in it."""
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]


class NewPasswordForm(SetPasswordForm):
    """Twice the new password, with one sentence of what it must be instead of Django's four."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "At least eight characters. Not only digits, not a common password and nothing similar to your name."
        )
        self.fields["new_password2"].help_text = ""


class OwnPasswordForm(NewPasswordForm, PasswordChangeForm):
    """The old password and twice the new one."""


class ChangePassword(Judged, PasswordChangeView):
    """The page where one changes the password that one knows."""

    form_class = OwnPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("account")
    extra_context = {"title": gettext_lazy("Change password"), "act": gettext_lazy("Change your password")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is changed."""
        messages.success(self.request, _("Your password has been changed."))
        return super().form_valid(form)


class ForgottenForm(forms.Form):
    """Who has forgotten her password."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your email address."),
            "invalid": gettext_lazy("Enter the whole address, for example name@municipality.se."),
        },
    )


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a letter to whoever has forgotten her password. The page says the same whether there is such an account.

    Who asks too often for one address must wait; to sign in there is another count.
    """
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "registration/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    asked = {"username": LETTER + email}
    if not AxesProxyHandler.is_allowed(request, asked):
        return get_lockout_response(request, credentials=asked)
    user_login_failed.send(sender=__name__, credentials=asked, request=request)
    person = Person.objects.filter(email__same=name_to_sign_in(email), is_active=True).first()
    if person:
        passwords.ask_for_letter(person)
    return redirect("password_sent")


def sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, if the address is known here."""
    return render(request, "registration/sent.html")


class ChoosePassword(Judged, PasswordResetConfirmView):
    """The page that the letter leads to: choose a password; one that was used or is too old leads to a new letter."""

    form_class = NewPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("login")
    token_generator = passwords.links
    extra_context = {"title": gettext_lazy("Choose a password"), "act": gettext_lazy("Save your password")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that one can sign in now."""
        messages.success(self.request, _("Your password has been saved. Sign in with it."))
        return super().form_valid(form)
