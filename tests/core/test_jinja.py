from jinja2 import DictLoader

from portal.core.i18n import in_locale


def test_templates_fill_in_all_places_of_a_plural(app):
    app.jinja_env.loader = DictLoader({"t": '{{ ngettext("%(num)s %(a)s", "%(num)s %(a)ss", n, a="bin") }}'})
    with in_locale("en"), app.test_request_context():
        assert app.jinja_env.get_template("t").render(n=2) == "2 bins"
