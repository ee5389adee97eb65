"""Names in a row are read as a sentence says them."""

import pytest

from dialog.sentences import all_of, one_of


@pytest.mark.parametrize(
    ("names", "everyone", "anyone"),
    [
        ([], "", ""),
        (["Karin"], "Karin", "Karin"),
        (["Karin", "Tomas"], "Karin och Tomas", "Karin eller Tomas"),
        (["Karin", "Tomas", "Ove"], "Karin, Tomas och Ove", "Karin, Tomas eller Ove"),
    ],
)
def test_the_last_name_is_joined_by_a_word(names, everyone, anyone):
    assert (all_of(names), one_of(names)) == (everyone, anyone)
