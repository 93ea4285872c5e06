"""The grid of the map: a point in a box lies in one of the box's cells."""

from hypothesis import given
from hypothesis import strategies as st

from portal.reports.map_cells import cell_of, cells_in

LNG, LAT = st.floats(-179, 179), st.floats(-89, 89)
SIDE = st.floats(0, 0.05)


@given(LNG, LAT, SIDE, SIDE, st.floats(0, 1), st.floats(0, 1))
def test_a_point_in_a_box_lies_in_one_of_its_cells(west, south, width, height, along, up):
    cells = cells_in((west, south, west + width, south + height), 16)
    assert cell_of(west + width * along, south + height * up) in cells


def test_a_large_box_and_a_box_that_is_none_have_no_cells():
    assert cells_in((101, 40, 102, 41), 16) is None
    assert cells_in((102, 40, 101, 41), 16) is None
