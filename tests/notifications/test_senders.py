"""Handing a mail over to a mail server."""

import smtplib
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from portal.notifications.senders import Undeliverable, make_message, sender_for
from portal.notifications.types import Mail
from tests.factories.notifications import NOW
from tests.notifications.smtp_server import smtp_server

MAIL = Mail(
    sender="portal@test.example",
    recipient="lin@test.example",
    subject="您的上报已办结",
    body="第一行\n\nhttps://city.example/reports/R1",
    message_id="<outbox-1@city.example>",
    locale="zh_Hans",
    written_at=NOW,
)


def send(server, mail=MAIL):
    sender_for(f"smtp://127.0.0.1:{server.port}")(mail)


def test_a_mail_arrives_as_it_was_written():
    with smtp_server() as server:
        send(server)
    message = message_from_bytes(server.mails[0], policy=default)
    assert message["Subject"] == MAIL.subject
    assert message.get_content().splitlines() == MAIL.body.splitlines()
    assert message["To"] == "lin@test.example"
    assert message["From"] == "无废城市服务平台 <portal@test.example>"
    assert message["Message-ID"] == "<outbox-1@city.example>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "typed", ["Hello\r\nBcc: all@test.example", "Hello\nX-Evil: 1", "Hello\r\n\r\nbody", "a\x0bb\x1cc\u2028d"]
)
def test_no_subject_adds_a_header(typed):
    message = message_from_bytes(make_message(replace(MAIL, subject=typed)).as_bytes(), policy=default)
    wanted = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"}
    assert wanted <= set(message.keys())
    assert {"Bcc", "X-Evil"} & set(message.keys()) == set()
    assert message.get_content().splitlines() == MAIL.body.splitlines()


@pytest.mark.parametrize(
    "address", ["a@test.example\r\nBcc: b@test.example", "a@test.example, b@test.example"]
)
def test_no_address_adds_a_header_or_a_recipient(address):
    with pytest.raises((ValueError, IndexError)):
        make_message(replace(MAIL, recipient=address))


@pytest.mark.parametrize("answers", [{"RCPT": "550 no such person"}, {"END": "554 not wanted"}], ids=str)
def test_a_final_refusal_is_told_from_one_worth_another_try(answers):
    with smtp_server(**answers) as server, pytest.raises(Undeliverable) as refused:
        send(server)
    assert "lin" not in str(refused.value)


@pytest.mark.parametrize(
    "answers", [{"RCPT": "450 later"}, {"END": "451 later"}, {"MAIL": "421 busy"}], ids=str
)
def test_a_refusal_for_now_is_an_ordinary_error(answers):
    with smtp_server(**answers) as server, pytest.raises(smtplib.SMTPException):
        send(server)


def test_another_host_is_not_used_without_tls(monkeypatch):
    with smtp_server() as server:
        monkeypatch.setattr("socket.getaddrinfo", _only_this_machine())
        with pytest.raises(smtplib.SMTPNotSupportedError):
            sender_for(f"smtp://mail.test.example:{server.port}")(MAIL)
    assert server.mails == []


def test_an_unknown_kind_of_address_is_refused():
    with pytest.raises(ValueError, match="WUFEI_MAIL_URL"):
        sender_for("carrier-pigeon://loft")


def test_the_console_prints_the_mail(capsys):
    sender_for("console://")(MAIL)
    printed = capsys.readouterr().out
    assert "To: lin@test.example\nSubject: 您的上报已办结\n\n第一行" in printed


def _only_this_machine():
    import socket

    known = socket.getaddrinfo
    return lambda host, *args, **kwargs: known("127.0.0.1", *args, **kwargs)
