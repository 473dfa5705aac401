"""Numbers become pictures: SVG from Django templates, with the geometry worked out here.

Ink solidity is certainty: what was measured is solid, what was modelled is hatched, what is assumed is an outline.
"""

from charts.badges import Badge
from charts.figures import percent, ratio, whole
from charts.flags import Flag, Standing, ruler
from charts.pictures import Picture, Table
from charts.rulers import Milestone, Point, path
from charts.tallies import Bar, bars
from charts.waterfalls import Reference, Step, waterfall

__all__ = [
    "Badge",
    "Bar",
    "Flag",
    "Milestone",
    "Picture",
    "Point",
    "Reference",
    "Standing",
    "Step",
    "Table",
    "bars",
    "path",
    "percent",
    "ratio",
    "ruler",
    "waterfall",
    "whole",
]
