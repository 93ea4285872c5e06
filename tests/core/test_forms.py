"""What every form has in common."""

import pytest

from portal.core.forms import MOST_FORM_BYTES


@pytest.mark.parametrize("path", ["/sign-in", "/reports/track", "/reports/new", "/preferences"])
def test_a_huge_form_without_files_is_refused_before_it_is_read(client, path):
    typed = b"email=" + b"%E6%96%87" * (MOST_FORM_BYTES // 8)
    answer = client.post(path, data=typed, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
