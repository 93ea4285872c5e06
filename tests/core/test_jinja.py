from portal.core.i18n import in_locale

PLURAL = '{{ ngettext("%(num)s %(a)s", "%(num)s %(a)ss", n, a="bin") }}'


def test_templates_fill_in_all_places_of_a_plural(app):
    with in_locale("en"), app.test_request_context():
        assert app.jinja_env.from_string(PLURAL).render(n=2) == "2 bins"
