"""The migrations make exactly the tables that the models map, on both databases."""

from sqlalchemy import text

from portal.core.db import db
from portal.devtools.schema import describe, describe_models, differences


def test_migrations_equal_models_on_sqlite(app, session, tmp_path):
    mapped = describe_models(f"sqlite:///{tmp_path / 'mapped.db'}")

    assert differences(describe(db.engine), mapped) == []


def test_migrations_equal_models_on_postgresql(pg_server, pg_app, pg_session):
    mapped = describe_models(pg_server.url(pg_server.create_database()))

    assert differences(describe(db.engine), mapped) == []


CHANGES = {
    "alter table people add column nickname varchar(40)": "column nickname",
    "alter table people alter column name drop not null": "column name",
    "alter table people drop constraint ck_people_state": "check ck_people_state",
    "create index ix_people_extra on people (created_at)": "index ix_people_extra",
}


def test_every_kind_of_difference_is_seen(pg_app, pg_session):
    before = describe(db.engine)
    for change in CHANGES:
        pg_session.execute(text(change))
    pg_session.commit()

    found = differences(describe(db.engine), before)

    assert [part for part in CHANGES.values() if not any(f"people: {part}" in line for line in found)] == []
