"""The map page, its pictures and data, and what place fields ask."""

from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"
MARKET = {"lng": "101.21078", "lat": "40.61637"}


@pytest.fixture
def map_client(client, city):
    return client


def picture(client, path, **query):
    answer = client.get(path, query_string=query)
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    return answer, ElementTree.fromstring(answer.get_data(as_text=True))


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


def test_map_page_names_every_street_without_a_script(map_client):
    page = map_client.get_page("/map")
    assert [item for item in ("鼓楼街道", "下渡镇", "云溪镇") if item not in page.text] == []


@pytest.mark.parametrize(("lang", "river"), [("zh_Hans", "澄河"), ("en", "Cheng River"), ("zh_Hant", "澄河")])
def test_overview_speaks_the_language_asked_for(map_client, lang, river):
    answer, svg = picture(map_client, "/map/overview.svg", lang=lang)
    assert river in words(svg)
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_small_overview_is_small(map_client):
    _, svg = picture(map_client, "/map/overview.svg", size="small", lang="zh_Hans")
    assert svg.get("viewBox").startswith("0 0 360 ")
    assert words(svg)[:3] == ["柳桥区", "鹤岭区", "新禾区"]


def test_locator_shows_the_surroundings_only(map_client):
    answer, svg = picture(map_client, "/map/locator.svg", **MARKET, lang="zh_Hans", theme="dark")
    assert len(svg.findall(f"{SVG}path[@class='pin']")) == 1
    assert "鼓楼街道" in words(svg)
    assert "下渡镇" not in words(svg)
    assert svg.get("data-theme") == "dark"
    assert len(answer.get_data()) < 16_000


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"lng": "101.2"},
        {"lng": "40.6", "lat": "101.2"},
        {"lng": "116.4", "lat": "39.9"},
        {"lng": "<svg onload=alert(1)>", "lat": "1"},
        {"lng": "nan", "lat": "nan"},
    ],
)
def test_locator_of_no_place_of_ours_is_not_found(map_client, query):
    assert map_client.get("/map/locator.svg", query_string=query).status_code == 404


@pytest.mark.parametrize("query", [{"radius": "nan"}, {"radius": "-5"}, {"radius": "1e99"}, {"theme": "<x>"}])
def test_locator_survives_strange_wishes(map_client, query):
    picture(map_client, "/map/locator.svg", **MARKET, **query)


def test_base_data_is_compact_and_in_one_language(map_client):
    answer = map_client.get(
        "/map/base.json", query_string={"lang": "en"}, headers={"Accept-Encoding": "gzip"}
    )
    assert len(answer.get_data()) < 40_000
    features = map_client.get("/map/base.json?lang=en").get_json()["features"]
    assert [f["n"] for f in features if f["k"] == "district"] == [
        "Liuqiao District",
        "Heling District",
        "Xinhe District",
    ]


def test_areas_go_down_one_step(map_client):
    districts = map_client.get("/places/areas").get_json()["areas"]
    assert [area["code"] for area in districts] == ["990101", "990102", "990103"]
    streets = map_client.get("/places/areas?parent=990103&lang=en").get_json()["areas"]
    assert [area["name"] for area in streets] == [
        "Zhanqian Subdistrict",
        "Jinqiao Subdistrict",
        "Hefeng Town",
        "Xiadu Town",
    ]
    assert map_client.get("/places/areas?parent=110101").status_code == 404


def test_search_answers_with_place_and_point(map_client):
    (found,) = map_client.get("/places/search?q=%E9%BC%93%E6%A5%BC%E5%86%9C&lang=zh_Hans").get_json()[
        "places"
    ]
    assert found == {
        "kind": "market",
        "name": "鼓楼农贸市场",
        "code": "990101001",
        "in": "柳桥区鼓楼街道",
        "lng": 101.21078,
        "lat": 40.61637,
    }
    assert map_client.get("/places/search?q=" + "x" * 5000).get_json() == {"places": []}


def test_point_is_answered_with_its_street(map_client):
    answer = map_client.get("/places/at", query_string={**MARKET, "accuracy": "20", "lang": "zh_Hans"})
    assert answer.get_json() == {"areas": [{"code": "990101001", "name": "柳桥区鼓楼街道"}]}
    assert map_client.get("/places/at?lng=116.4&lat=39.9").get_json() == {"areas": []}
    assert map_client.get("/places/at?lng=x&lat=y").status_code == 404
