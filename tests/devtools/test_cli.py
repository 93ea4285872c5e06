"""What a newcomer sees when the portal starts."""

import socket

from portal.devtools.cli import welcome_text
from tests.support.live_server import free_port


def test_the_welcome_text_names_the_address_and_the_demo_accounts(make_app):
    app = make_app(mode="demo", demo_password="river-stone")

    with app.app_context():
        text = welcome_text("http://127.0.0.1:8000")

    assert "http://127.0.0.1:8000" in text
    assert "river-stone" in text
    assert "dispatcher@demo.example" in text


def test_the_welcome_text_says_where_mails_and_qr_codes_lead_if_elsewhere(make_app):
    app = make_app(public_url="http://192.0.2.7:8000")

    with app.app_context():
        assert "QR codes lead to http://192.0.2.7:8000" in welcome_text("http://127.0.0.1:8000")
        assert "QR codes" not in welcome_text("http://192.0.2.7:8000")


def test_the_welcome_text_names_no_accounts_outside_the_demonstration(app, session):
    assert "demo.example" not in welcome_text("http://127.0.0.1:8000")


def test_a_taken_port_is_said_with_the_way_out(app):
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = other.getsockname()[1]

        answer = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])

    assert answer.exit_code == 1
    assert f"Port {port} is in use. Choose another one: PORT={port + 1} make run" in answer.output
