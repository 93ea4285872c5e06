"""Our own QR code, read back module by module and held against the library's own picture."""

import re

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from portal.core.qr import qr_svg

ADDRESS = "https://wufei.example/reports/track#R261122-7K3F9Q.7K3F-9QXM-2B4T"


def test_the_svg_draws_every_dark_module_and_no_other():
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(ADDRESS)
    code.make(fit=True)
    expected = {(x, y) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}

    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr_svg(ADDRESS))
    drawn = {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}
    assert drawn == expected


def test_the_svg_is_plain_markup_under_our_content_policy():
    assert "style" not in qr_svg(ADDRESS)
    assert qr_svg("a&b<c>").count("<path") == 2
