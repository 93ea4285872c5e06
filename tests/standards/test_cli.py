import shutil

from tests.factories.standards import FOLDER


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["standards", *arguments])


def test_import_publishes_everything_once(app):
    assert run(app, "import").output.endswith("18 standards in order, 18 newly published\n")
    assert run(app, "import").output.endswith("18 standards in order, 0 newly published\n")


def test_import_can_leave_drafts_for_an_officer(app):
    assert run(app, "import", "--draft").output.endswith("18 standards in order, 0 newly published\n")


def test_check_prints_the_hashes(app):
    lines = run(app, "check").output.splitlines()
    assert len(lines) == 18
    assert lines[1].endswith("  school/2026.1")


def altered(tmp_path, old, new):
    content = tmp_path / "config"
    shutil.copytree(FOLDER.parent, content)
    path = content / "standards" / "school" / "2026.1.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    return content, path


def test_a_wrong_file_stops_the_import_with_file_line_and_reason(make_app, tmp_path):
    content, path = altered(tmp_path, "pass_mark: 80", "pass_mark: 800")
    result = run(make_app(content_dir=content), "import")
    assert result.exit_code == 1
    assert f"{path}:13: 800 is greater than the maximum of 100" in result.output


def test_a_changed_file_under_a_published_number_is_refused(make_app, tmp_path):
    content, path = altered(tmp_path, "validity_years: 3", "validity_years: 3")
    app = make_app(content_dir=content)
    assert run(app, "import").exit_code == 0
    path.write_text(path.read_text("utf-8").replace("validity_years: 3", "validity_years: 4"), "utf-8")
    result = run(app, "import")
    assert result.exit_code == 1
    assert "school/2026.1: A published standard never changes." in result.output
