"""Forms of the handbook: what readers say about it, and what they are answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dialog.forms.clash import SaysClash
from dialog.forms.sending import new_sending
from handbook.models import HandbookComment


class CommentForm(SaysClash, forms.ModelForm):
    """A reader's comment on a page, with the key of the page that it is sent from."""

    use_required_attribute = False
    sending = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_sending)

    class Meta:
        model = HandbookComment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": gettext_lazy("Enter your comment.")}}


class AnswerForm(SaysClash, forms.ModelForm):
    """What support answers a reader."""

    use_required_attribute = False

    class Meta:
        model = HandbookComment
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"answer": {"required": gettext_lazy("Enter the answer.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
