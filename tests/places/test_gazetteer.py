"""Names, lists and searching in the city."""

from sqlalchemy.orm import Session

from portal.places.gazetteer import AreaEntry, SiteEntry
from portal.places.queries import gazetteer


def names(found: tuple[AreaEntry | SiteEntry, ...]) -> list[str]:
    return [entry.name.zh_Hans for entry in found]


def test_lists_are_in_the_order_of_codes(city: Session) -> None:
    here = gazetteer(city)
    assert names(here.districts) == ["柳桥区", "鹤岭区", "新禾区"]
    assert names(here.streets("990102")) == ["湖滨街道", "松岗街道", "鹤岭镇", "云溪镇"]
    assert len(here.streets("9901")) == 12


def test_full_name_reads_naturally_in_each_language(city: Session) -> None:
    here = gazetteer(city)
    assert here.full_name("990101001", "zh_Hans") == "柳桥区鼓楼街道"
    assert here.full_name("990101001", "zh_Hant") == "柳橋區鼓樓街道"
    assert here.full_name("990101001", "en") == "Gulou Subdistrict, Liuqiao District"
    assert here.full_name("990101", "zh_Hans") == "柳桥区"
    assert here.full_name("9901", "zh_Hans") == here.full_name(None, "zh_Hans") == "澄川市"


def test_search_knows_all_three_languages(city: Session) -> None:
    here = gazetteer(city)
    assert names(here.search("柳桥"))[:4] == ["柳桥区", "柳桥街道", "柳桥社区", "柳桥农贸市场"]
    assert names(here.search("柳橋農貿")) == ["柳桥农贸市场"]
    assert names(here.search("gulou MARKET")) == ["鼓楼农贸市场"]
    assert names(here.search("没有这个地方")) == []
    assert names(here.search("   ")) == []
    assert len(here.search("村", limit=5)) == 5


def test_every_landmark_lies_in_its_street(city: Session) -> None:
    here = gazetteer(city)
    assert [s.name.zh_Hans for s in here.sites if s.area_code not in here.at(s.point).codes] == []
