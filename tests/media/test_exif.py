from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.media.exif import ExifFacts, read_exif
from portal.media.rules import moment_taken
from portal.media.types import PhotoPosition
from tests.media.pictures import LAT, LNG, exif_block

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def tiff(**options):
    return exif_block(**options).removeprefix(b"Exif\0\0")


def test_place_time_and_orientation_are_read():
    facts = read_exif(tiff(orientation=6))

    assert facts == ExifFacts(
        orientation=6,
        taken=datetime(2026, 5, 4, 8, 30, tzinfo=timezone(timedelta(hours=8))),
        position=PhotoPosition(
            lng=pytest.approx(LNG, abs=1e-6), lat=pytest.approx(LAT, abs=1e-6), error_m=12.5
        ),
    )


@pytest.mark.parametrize("block", [None, b"", b"MM\0*", b"II*\0\xff\xff\xff\xff", b"nonsense" * 100])
def test_no_or_broken_exif_is_unknown(block):
    assert read_exif(block) == ExifFacts()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(body):
    read_exif(b"MM\0*" + body)
    read_exif(b"II*\0" + body)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_any_garbling_is_read_without_an_error(place, patch):
    block = bytearray(tiff())
    place %= len(block)
    block[place : place + len(patch)] = patch
    facts = read_exif(bytes(block))
    if facts.position:
        assert -180 <= facts.position.lng <= 180
        assert -90 <= facts.position.lat <= 90


def test_impossible_date_is_unknown():
    assert read_exif(tiff(taken="2026:13:45 08:30:00")).taken is None


def test_camera_without_a_zone_shows_the_citys_time():
    taken = read_exif(tiff(offset="")).taken

    assert moment_taken(taken, NOW) == datetime(2026, 5, 4, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("year", [1970, 2040])
def test_camera_whose_clock_was_never_set_is_not_believed(year):
    assert moment_taken(datetime(year, 1, 1, tzinfo=UTC), NOW) is None
