"""Formulare auf der Seite: several of them share one form tag."""

from crispy_forms.helper import FormHelper


def helper() -> FormHelper:
    """Several forms share one page and one form tag."""
    crispy = FormHelper()
    crispy.form_tag = False
    crispy.disable_csrf = True
    crispy.include_media = False
    return crispy
