"""Units, entered at the console before the first report."""

from portal.accounts.queries import find_unit_by_code, list_units
from portal.audit.queries import list_entries_of
from tests.factories.accounts import DISTRICT, make_staff
from tests.factories.places import make_city

WANTED = ("--name", "柳桥环卫所", "--name-en", "Liuqiao Sanitation", "--area", DISTRICT)


def run(app, *args):
    return app.test_cli_runner().invoke(args=["units", *args])


def test_a_unit_is_entered_once_and_on_record(app, session):
    make_city(session)
    session.commit()
    answer = run(app, "create", "liuqiao", *WANTED, "--kind", "sanitation")
    assert answer.exit_code == 0, answer.output
    unit = find_unit_by_code(session, "liuqiao")
    assert (unit.name.en, unit.name.zh_Hant, unit.kind, unit.area_code) == (
        "Liuqiao Sanitation",
        "柳桥环卫所",
        "sanitation",
        DISTRICT,
    )
    assert [one.action for one in list_entries_of(session, ("unit", "liuqiao"))] == ["accounts.make_unit"]
    assert run(app, "create", "liuqiao", *WANTED, "--kind", "sanitation").exit_code == 1


def test_a_unit_that_no_report_could_reach_is_refused(app, session):
    make_city(session)
    session.commit()
    wrong_kind = run(app, "create", "liuqiao", *WANTED, "--kind", "sanitaton")
    assert wrong_kind.exit_code == 2
    assert "sanitation" in wrong_kind.output
    wrong_area = run(app, "create", "liuqiao", "--name", "x", "--area", "110101", "--kind", "sanitation")
    assert wrong_area.exit_code == 1
    assert list_units(session) == []


def test_the_list_tells_units_without_handlers(app, session):
    make_city(session)
    make_staff(session, "handler")
    session.commit()
    (unit,) = list_units(session)
    assert run(app, "list").output.split("\t")[:4] == [unit.code, unit.kind, unit.area_code, "1"]
