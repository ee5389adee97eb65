"""Pictures of a dialogue: server-made SVG, the same on a page and in a PDF, each with a table that says the same.

Every function takes plain data and gives a :class:`Picture`; none of them reads the database or a request::

    from dialog.pictures import Turnout, participants

    picture = participants([Turnout("Barn 6–12 år", aimed=40, reached=61), Turnout("Unga", 50, None)])

On a page: link ``css/pictures.css`` in the block ``styles`` (or ``head``) and write
``{% include "components/picture.html" with picture=picture %}`` where the picture belongs. Wide screens show the
drawing and fold the table; at 320 px, where its letters would be too small, the table stands in its place. Colours come
from the page's custom properties, light and dark.

In a document: ``reports.document.Figure.of(picture)`` and ``Table.of(picture)``. Style sheets do not reach into a
picture in a PDF, so every shape carries its colours as presentation attributes too; give ``palette=Palette.of(colour)``
for the municipality's own.

=====================  ====================================================  ==========================
function               what it is given                                      where it belongs
=====================  ====================================================  ==========================
``process_map``        ``MapPhase`` with ``MapStep``; ``phases_of(map_of…)``  report, list of cases
``timeline``           ``Period`` and ``Moment``                             report, process_analysis
``ladder``             ``Rung``, which one is chosen, its label              influence_level, decision basis
``target_groups``      four ``Quadrant``, in reading order                   target_groups, plan, report
``goals``              ``GoalOutcome``                                       process_analysis, report
``methods_by_groups``  methods by name, ``GroupOfMethods``                   methods, participation, report
``participants``       ``Turnout``                                           activities, process_analysis, report
``themes``             ``Theme``                                             compilation, analysis, report
``stances``            ``Standing``                                          analysis
=====================  ====================================================  ==========================

Words that a picture adds itself are in the active language; names and texts are what they were given.
"""

from dialog.pictures.canvas import PAPER, Palette
from dialog.pictures.goals import GoalOutcome, goals
from dialog.pictures.groups import Quadrant, target_groups
from dialog.pictures.ladder import Rung, ladder
from dialog.pictures.methods import GroupOfMethods, methods_by_groups
from dialog.pictures.participants import Turnout, participants
from dialog.pictures.picture import Picture
from dialog.pictures.process import MapPhase, MapStep, phases_of, process_map
from dialog.pictures.stances import Standing, stances
from dialog.pictures.themes import Theme, themes
from dialog.pictures.timeline import Moment, Period, timeline

__all__ = [
    "PAPER",
    "GoalOutcome",
    "GroupOfMethods",
    "MapPhase",
    "MapStep",
    "Moment",
    "Palette",
    "Period",
    "Picture",
    "Quadrant",
    "Rung",
    "Standing",
    "Theme",
    "Turnout",
    "goals",
    "ladder",
    "methods_by_groups",
    "participants",
    "phases_of",
    "process_map",
    "stances",
    "target_groups",
    "themes",
    "timeline",
]
