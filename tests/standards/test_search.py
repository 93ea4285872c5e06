from portal.standards.search import search
from tests.factories.standards import a_dimension, a_file, a_label, a_standard, an_indicator

SCHOOL, MARKET = a_file("school").standard, a_file("market").standard


def codes(words):
    return [match.standard.code for match in search([SCHOOL, MARKET], words)]


def test_no_words_find_everything_in_order():
    assert codes("  ") == ["school", "market"]


def test_a_name_is_found_in_any_language_and_case():
    assert codes("学校") == codes("學校") == codes("SCHOOL") == ["school"]


def test_an_indicator_is_found_by_all_its_words():
    (match,) = search([SCHOOL, MARKET], "textbooks uniforms")
    assert [one.code for one in match.indicators] == ["school-4.1"]


def test_many_hits_are_counted_rather_than_listed():
    indicators = [an_indicator(f"a-1.{n}", name=a_label("bins")) for n in range(5)]
    (match,) = search([a_standard(a_dimension("a-1", *indicators))], "bins")
    assert (len(match.indicators), match.more) == (3, 2)


def test_nothing_is_found_for_what_no_standard_mentions():
    assert codes("submarine") == []
