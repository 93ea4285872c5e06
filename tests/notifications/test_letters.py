"""Messages as text."""

import pytest
from jinja2 import UndefinedError

from portal.core.i18n import Label, lazy_gettext
from portal.notifications.letters import TEMPLATES, one_line, write_letter
from portal.notifications.types import Message


def test_a_letter_is_in_the_readers_language():
    message = Message("accounts/password_changed", {"name": "Lin"})
    subjects = [write_letter(message, locale).subject for locale in ("zh_Hans", "en", "zh_Hant")]
    assert subjects == ["您的密码已修改", "Your password was changed", "您的密碼已修改"]


def test_labels_and_lazy_texts_speak_the_readers_language():
    values = {"role": lazy_gettext("Reviewer"), "where": Label("澄川市", "Chengchuan", "澄川市")}
    letter = write_letter(Message("accounts/role_ended", values), "en")
    assert letter.subject == "Your task has ended: Reviewer"
    assert letter.body == "You no longer act as Reviewer for Chengchuan. Thank you for your work."


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        write_letter(Message("accounts/password_changed"), "en")


def test_what_people_typed_is_not_markup():
    letter = write_letter(Message("accounts/password_changed", {"name": "<b>{{ 7*7 }}</b> & co"}), "en")
    assert letter.body.startswith("<b>{{ 7*7 }}</b> & co, the password")


def test_nothing_typed_can_add_a_line_to_the_subject():
    name = "School\r\nBcc: everyone@test.example\x00\u2028x"
    letter = write_letter(Message("accounts/member_removed", {"organisation": name}), "en")
    assert letter.subject == "You no longer belong to School"
    assert "\r" not in letter.subject + one_line(name)
    assert one_line(name) == "School Bcc: everyone@test.example x"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.txt")), ids=lambda path: path.stem)
def test_every_template_begins_with_a_subject_and_a_blank_line(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert '{{ _("' in lines[0]
    assert lines[1] == ""
    assert "<" not in "".join(lines)
