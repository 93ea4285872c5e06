"""Handing a mail over: to the console in the demonstration, to a mail server in production."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlparse

from portal.core.i18n import HTML_LANG, gettext, in_locale
from portal.notifications.letters import one_line
from portal.notifications.types import Mail

Sender = Callable[[Mail], None]
TIMEOUT_SECONDS = 20


class Undeliverable(Exception):
    """The mail server refused this mail for good; trying again would change nothing."""


def sender_for(url: str) -> Sender:
    """`console://`, `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465` (TLS).

    A server on this machine (`localhost`, 127.0.0.1) may be used without TLS.
    """
    scheme = urlparse(url).scheme
    if scheme == "console":
        return print_mail
    if scheme in ("smtp", "smtps"):
        return lambda mail: send_by_smtp(url, mail)
    raise ValueError(f"WUFEI_MAIL_URL: unknown kind {scheme}://")


def make_message(mail: Mail) -> EmailMessage:
    """The mail as RFC 5322 wants it. A line break in any header is refused by the library, too."""
    message = EmailMessage()
    message.set_content(mail.body)  # first: it removes every Content- header that stands already
    with in_locale(mail.locale):
        name = gettext("Zero-waste city portal")
    message["From"] = Address(display_name=name, addr_spec=mail.sender)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = HTML_LANG[mail.locale]
    return message


def print_mail(mail: Mail) -> None:
    rule = "-" * 72
    sys.stdout.write(f"{rule}\nTo: {mail.recipient}\nSubject: {mail.subject}\n\n{mail.body}\n{rule}\n")
    sys.stdout.flush()


def send_by_smtp(url: str, mail: Mail) -> None:
    """Raises Undeliverable for a refusal that is final, any other error for one worth another try."""
    parsed = urlparse(url)
    host = parsed.hostname or "localhost"
    context = ssl.create_default_context()
    try:
        with _connect(parsed.scheme, host, parsed.port, context) as server:
            if parsed.username:
                server.login(unquote(parsed.username), unquote(parsed.password or ""))
            server.send_message(make_message(mail))
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if all(code >= 500 for code in codes):
            raise Undeliverable(f"recipient refused: {codes}") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Undeliverable(f"mail refused: {error.smtp_code}") from error
        raise


def _connect(scheme: str, host: str, port: int | None, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls") or host not in ("localhost", "127.0.0.1", "::1"):
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server
