from portal.core.i18n import in_locale

PLURAL = '{{ ngettext("%(num)s %(a)s", "%(num)s %(a)ss", n, a="bin") }}'


def test_templates_fill_in_all_places_of_a_plural(app):
    with in_locale("en"), app.test_request_context():
        assert app.jinja_env.from_string(PLURAL).render(n=2) == "2 bins"


def test_a_word_with_a_context_has_its_own_plural(app):
    text = '{{ npgettext("bank", "%(num)s bank", "%(num)s banks", n) }}'
    with in_locale("en"), app.test_request_context():
        assert [app.jinja_env.from_string(text).render(n=n) for n in (1, 3)] == ["1 bank", "3 banks"]


def test_a_number_never_breaks_at_its_hyphen_and_text_stays_text(app):
    shown = app.jinja_env.from_string("{{ title|keep_refs }}").render(title="<b> R261119-4EWYQF: accepted")
    assert shown == '&lt;b&gt; <span class="keep">R261119-4EWYQF</span>: accepted'
