"""What an administrator sends twice from one page (a double click on a button that saves) is done once."""

import json
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dialog.files.room import with_its_files
from dialog.forms.sending import KEY, SENDING, mark_of, new_sending
from dialog.models import Person


class SentOnce(admin.ModelAdmin):
    """Takes what is sent from a page of the organisation once: the log keeps a mark of what was said, beside who said it."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show or save the form; the same words from the same page lead to what they made, and make nothing more."""
        key = request.POST.get(KEY, "")
        context = {**(extra_context or {}), KEY: key if SENDING.match(key) else new_sending()}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        with with_its_files():
            if not SENDING.match(key):
                return super().changeform_view(request, object_id, form_url, context)
            # Of two presses at the same moment the second one waits.
            Person.objects.select_for_update().get(username=request.user.get_username())
            before = self._before(request)
            return (
                self._there(request, before)
                if before
                else super().changeform_view(request, object_id, form_url, context)
            )

    def _before(self, request: HttpRequest) -> LogEntry | None:
        """Return what was written down when the very same was sent, where it was."""
        kind = ContentType.objects.get_for_model(self.model)
        mine = LogEntry.objects.filter(user=request.user.pk, content_type=kind)
        return mine.filter(change_message__contains=_mark(request)).first()

    def _there(self, request: HttpRequest, before: LogEntry) -> HttpResponse:
        """Lead to where the button would have led, with a word on the one that exists."""
        names = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        url = reverse(f"{names}_change", args=[before.object_id])
        link = format_html('<a href="{}">{}</a>', url, before.object_repr)
        messages.info(request, format_html(_("You had already sent it: {}."), link))
        if "_addanother" in request.POST:
            return redirect(f"{names}_add")
        return redirect(url) if "_continue" in request.POST else redirect(f"{names}_changelist")

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Write down what was added, with a mark of what was sent, in letters that can be looked for."""
        return super().log_addition(request, obj, _in_letters(_marked(request, message)))

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Write down what was changed, with a mark of what was sent, in letters that can be looked for."""
        return super().log_change(request, obj, _in_letters(_marked(request, message)))


def _mark(request: HttpRequest) -> str:
    """Return a mark of all that a page posted, but for what is another one each time."""
    said = {name: texts for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken"}
    files = {
        name: [(uploaded_file.name, uploaded_file.size) for uploaded_file in request.FILES.getlist(name)]
        for name in request.FILES
    }
    return mark_of(request.path, said, files)


def _marked(request: HttpRequest, message: Any) -> Any:
    """Return a message of the log with the mark; Django reads out what it knows of it."""
    if not SENDING.match(request.POST.get(KEY, "")) or not isinstance(message, list) or not message:
        return message
    return [{**message[0], "sent": _mark(request)}, *message[1:]]


def _in_letters(message: Any) -> str:
    """Return a message of the log as Django reads it, with å as å: it would write a number for the letter."""
    return message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
