"""The written workflows are those that the portal runs on."""

from portal.devtools.diagrams import CHAPTERS, PATH, page


def test_the_document_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == page(), "run: flask --app wsgi devtools diagrams"


def test_every_state_and_action_stands_in_its_chapter():
    text = page()
    for workflow, _ in CHAPTERS:
        chapter = text.split(f"## {workflow.name.capitalize()}\n")[1].split("\n## ")[0]
        assert all(f"**{action}**" in chapter for action in workflow.actions)
        assert all(state.value in chapter for state in workflow.states)
