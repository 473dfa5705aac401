"""Northwind Rail: an invented railway with its departments, reasons, objective and accounts."""

from dataclasses import dataclass

NAME, SHORT_NAME, ZONE = "Northwind Rail", "Northwind", "Europe/Berlin"

# department: its teams, each with its share of all people
DEPARTMENTS: dict[str, tuple[tuple[str, float], ...]] = {
    "Night Trains": (("Stewards North", 0.06), ("Stewards South", 0.06), ("Couchette Desk", 0.02)),
    "Signalling": (("Signal Boxes", 0.07), ("Control Room", 0.03), ("Interlocking Design", 0.02)),
    "Track and Bridges": (("Track North", 0.09), ("Track South", 0.08), ("Bridges", 0.03), ("Winter Service", 0.02)),
    "Workshops": (("Depot Lund", 0.08), ("Depot Harrow", 0.07), ("Paint Shop", 0.01)),
    "Drivers": (("Drivers East", 0.09), ("Drivers West", 0.08)),
    "Tickets and Care": (("Counters", 0.05), ("Call Centre", 0.04), ("Lost Property", 0.005)),
    "Planning": (("Timetable", 0.02), ("Passenger Data", 0.01)),
    "Offices": (("People", 0.02), ("Newsroom", 0.008), ("Software", 0.03), ("Finance", 0.02), ("Board", 0.005)),
}
REGIONS = (("North", 0.34), ("South", 0.3), ("Lakes", 0.2), ("Coast", 0.16))
TITLES = {
    "Night Trains": ("Steward", "Night manager", "Couchette planner"),
    "Signalling": ("Signaller", "Signalling engineer", "Dispatcher"),
    "Track and Bridges": ("Track inspector", "Bridge engineer", "Plough driver", "Track worker"),
    "Workshops": ("Fitter", "Vehicle engineer", "Wheel turner", "Painter"),
    "Drivers": ("Driver", "Driver instructor"),
    "Tickets and Care": ("Clerk", "Care agent"),
    "Planning": ("Planner", "Analyst"),
    "Offices": ("Developer", "Recruiter", "Editor", "Controller"),
}


@dataclass(frozen=True)
class Push:
    """A campaign and the reason it serves."""

    slug: str
    name: str
    reason: str


CAMPAIGNS = (
    Push("night-trains", "Night trains, and who runs them", "visibility"),
    Push("open-data", "Everything we know, published", "credibility"),
    Push("craft", "Work you can see", "credibility"),
    Push("people", "Who we are looking for", "talent"),
    Push("climate", "What a railway can change", "belonging"),
)
# reason: title, metric, baseline, milestones as (month, value), measurements as (month, value, sample size)
OBJECTIVES = {
    "visibility": (
        "Travellers know that we run night trains",
        "Aided awareness of night trains, travellers from 18 to 75",
        "0",
        ((6, "30"), (12, "40"), (18, "50")),
        ((3, "14", 385), (6, "31", 400)),
    ),
    "credibility": (
        "Passengers believe our figures",
        "“I believe what Northwind publishes about delays”, passengers",
        "22",
        ((6, "28"), (12, "35")),
        ((3, "23", 360), (6, "24.5", 355)),
    ),
    "talent": (
        "Apprentices find us through somebody who works here",
        "Applications that name an employee",
        "40",
        ((9, "120"), (15, "200")),
        ((4, "61", None),),
    ),
    "belonging": (
        "Our people would choose to work here again",
        "“I would choose Northwind again”, all staff",
        "58",
        ((8, "62"), (14, "66")),
        (),
    ),
}
# network, handle, followers half a year ago and now
BRANDS = (
    ("linkedin", "northwind-rail", 78_400, 83_150),
    ("bluesky", "northwind.example", 10_900, 14_620),
)
BLOCKED = (
    ("guaranteed", "en", "Nobody can guarantee a train. Say what we do instead."),
    ("garantiert", "de", "Einen Zug kann niemand garantieren. Schreiben Sie, was wir tun."),
    ("best railway", "en", "A claim that needs proof. Say what you saw."),
)
POLICY = (
    "Taking part is up to you. Say that you work here, use your own words, and tell only what you would tell a friend. "
    "Nothing about accidents, colleagues who did not agree, or figures that are not published."
)
# What the subscribed feeds brought lately: title, summary, hours ago
FEEDS = {
    ("Lakeside Transit Review", "https://transit-review.example/feed.xml"): (
        ("Why small railways publish more than large ones", "Twelve operators compared, Northwind among them.", 9),
        ("The return of the restaurant car", "Three lines, one kitchen, and a waiting list.", 26),
        ("A signal box becomes a reading room", "Askeby keeps the levers and adds armchairs.", 51),
        ("Counting passengers without cameras", "A method from axle weights gets its first outside review.", 74),
    ),
    ("Northwind newsroom", "https://northwind.example/feed.xml"): (
        ("Winter timetable: eleven connections that come back", "What planners heard at the hack day.", 6),
        ("Depot Lund turns its hundredth bogie of the year", "With chalk on the floor, as ever.", 31),
        ("Orla bridge: the swifts have left, the plants stay", "Nine degrees cooler in August as well.", 98),
    ),
}
