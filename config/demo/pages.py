"""Articles of the invented newsroom that stand here whole, in Markdown, by the title of their story."""

PAGES: dict[str, str] = {
    "The first breakfast on the Trieste sleeper": """\
At ten to six the light comes in on the left. Nobody announces it. A door slides, then another, and by six the corridor smells of coffee and forty people in socks look at the same sea.

Ilaria Conti has been a steward on this train for two summers. Since March she keeps a small notebook in her apron.

## What people say before the first cup

- “Is that real?” A man from Lund, who had gone to bed in rain.
- “My grandmother left from here with one suitcase.” She did not say more, and nobody asked.
- “I slept. I never sleep.” This is the sentence Ilaria hears most.

She does not write down names. She writes down the minute and the side of the train.

## What it takes

The rolls come on in Villach at 3:20, still warm, through a window on the platform side, because the door on that side is the kitchen’s. If the baker is late, the train is late. In fourteen months the baker has been late once.

> I thought my job was beds. It turns out that it is the hour after the beds.

There are six couchettes in a compartment and one window. Whoever wakes first decides about the blind, and **in fourteen months nobody has complained about light**.
""",
    "Seventy tonnes, two centimetres of room": """\
The hall in Lund was built for steam engines, and it shows. The crane runs on rails from 1911. The door is as wide as it was then. The coach is not.

On Thursday the workshop turned a coach bogie around inside it: a frame of steel on four wheels, with the coach above it hanging on hooks. Seventy tonnes in all, and two centimetres between the frame and the pillar.

## The plan was chalk

There is a drawing, of course. But what everybody looked at was the floor. The afternoon before, Henrik Dahl had drawn the path of each corner in white chalk, life size, with a small cross where the hook would have to wait.

1. Lift by a hand’s width. Wait until nothing swings.
2. Turn until the first cross. Wait again.
3. Let the far corner lead. It has the most room.

Nobody gave orders. The crane driver watched one hand, always the same one.

## Two centimetres are plenty

It took fifty minutes. The loudest thing in the hall was a radio in the canteen.

“People think it is strength,” says Dahl. “It is mostly **knowing who looks where**.”

The coach is back on the line since Monday. The chalk is still on the floor; nobody wants to be the one who sweeps it.
""",
    "The hedge that stopped a landslide": """\
At kilometre 41 the line runs below a slope that has wanted to come down since it was cut, in 1874. The drawings for a concrete wall were finished. They had a price with seven figures.

Then Aino Virtanen, who inspects the track there, asked a question in a meeting that was about something else: what had held the slope for the first ninety years?

## Roots

The answer was in a photograph from 1931. The slope was covered with hazel. It was cleared in the sixties, because leaves on the rails make trains slide.

So we planted it again, higher up this time, in four rows across the slope, with willow where water comes out. A nursery in the next valley delivered 2,600 plants. Two school classes helped for a day.

## Four millimetres

Sensors in the slope report every hour. In the three winters before, it moved 61, 48 and 70 millimetres. In the three wet winters since: **four millimetres, all together**.

The hedge costs about as much in twenty years as the wall would have cost in its first. It has to be cut every third autumn, before the leaves fall. And there are dormice in it now, which nobody planned, and which nobody may disturb.

The numbers of every sensor are on the page this text links to, [with the bad weeks](https://northwind.example/en/slope-41/).
""",
    "She drove the last steam shunter, then learned Python": """\
Greta Holm is 61. Her first job here was to bring coal. Her present one is the program that decides which train sleeps in which depot.

In between she drove the last steam shunter of the region, for eleven years, until 1998. “You hear what it wants,” she says. “Then somebody showed me a compiler error, and I thought: ah, another one that talks.”

## Off by one

She learned to program at 52, in the evenings, because the depot plan was made on paper and was wrong every other Sunday. It was wrong by one: the paper counted tracks from one, and the switchman from the wall.

- The first version took four hours for a night. It was never wrong on a Sunday again.
- The second takes nine seconds.
- The third is written by a team of five. She reviews what they write, with a pencil.

## Coal dust

Is there anything alike? “Coal dust gets into everything, and you only see it when you wipe. So do off-by-one errors.”

When a new colleague starts, Greta takes them to track 9 in Harrow, where the shunter stands under a roof. She lets them shovel for ten minutes. **After that they comment their code.**
""",
    "Why the sleeper stops for eleven minutes at 3:40": """\
Passengers who wake up write to us about it. The train stands in a small station without a light. Nothing moves. After eleven minutes it goes on.

It is not a fault. It is Anders and Luca.

## A change of hands

Anders drives from the north as far as this platform; the signals and the rules change here. Luca drives on. The handover takes four minutes if nothing is the matter: brakes, weather, the one coach with the stiff door.

The other seven minutes are in the timetable for the nights on which something *is* the matter. On most nights nothing is.

## Nineteen years

So they have talked for about six minutes, four nights a week, since 2007. They have been to each other’s weddings and to one funeral. Neither has ever ridden in the other’s cab.

> I know everything about his daughter, says Luca, and I have never seen him in daylight.

We were asked whether the seven minutes could be saved. They could. It would make the train less punctual by an average of 1.4 minutes, because there would be nothing left for the bad nights. So it stays as it is.
""",
    "The map a passenger drew better than we did": """\
On our own map the distance between two stations is about right. That is how maps are made. Idris Haddad, who rides with us every day and teaches geometry, thought it answered the wrong question.

On his map an hour of waiting is as long as an hour of riding.

## What you see at once

- Harrow, which is close to everything, is far away from everything after eight in the evening.
- The coast is nearer than the airport.
- One connection, at Orla bridge on Sundays, is as wide as the sea.

He sent it to the general address with a note: “Perhaps useful. No need to answer.”

## What we did

It hangs in the control room. The planners have moved eleven connections since, the one at Orla bridge first; on the newest print the gap is **as narrow as a river**.

Mr Haddad was paid for the drawing, which surprised him. He asked whether he might have the waiting times as a file. They are published since then, every month, for everybody.
""",
    "Das erste Frühstück im Schlafwagen nach Triest": """\
Um zehn vor sechs kommt das Licht von links. Niemand sagt es an. Eine Tür geht auf, dann noch eine, und um sechs riecht der Gang nach Kaffee. Vierzig Leute in Socken schauen auf dasselbe Meer.

Ilaria Conti ist seit zwei Sommern Stewardess in diesem Zug. Seit März hat sie ein kleines Heft in der Schürze.

## Was man vor der ersten Tasse sagt

- „Ist das echt?“ Ein Mann aus Lund, der bei Regen zu Bett gegangen war.
- „Meine Großmutter ist von hier mit einem Koffer weggefahren.“ Mehr sagte sie nicht, und niemand fragte.
- „Ich habe geschlafen. Ich schlafe nie.“ Diesen Satz hört Ilaria am häufigsten.

Namen schreibt sie nicht auf. Sie notiert die Minute und die Seite des Zuges.

## Was es dafür braucht

Die Brötchen kommen um 3:20 Uhr in Villach an Bord, noch warm, durch ein Fenster. Ist der Bäcker spät, ist der Zug spät. In vierzehn Monaten war der Bäcker einmal spät.

> Ich dachte, meine Arbeit sind die Betten. Es ist aber die Stunde nach den Betten.
""",
    "Siebzig Tonnen, zwei Zentimeter Platz": """\
Die Halle in Lund wurde für Dampflokomotiven gebaut, und man sieht es ihr an. Der Kran läuft auf Schienen von 1911. Das Tor ist so breit wie damals. Der Wagen ist es nicht.

Am Donnerstag hat die Werkstatt darin ein Drehgestell gewendet, den Wagen an Haken darüber. Zusammen siebzig Tonnen, und zwischen Rahmen und Pfeiler zwei Zentimeter.

## Der Plan war aus Kreide

Eine Zeichnung gibt es natürlich. Alle haben aber auf den Boden geschaut. Am Nachmittag davor hatte Henrik Dahl den Weg jeder Ecke in Originalgröße aufgezeichnet, mit einem kleinen Kreuz, wo der Haken warten muss.

1. Eine Handbreit heben. Warten, bis nichts mehr schwingt.
2. Drehen bis zum ersten Kreuz. Wieder warten.
3. Die ferne Ecke führen lassen. Sie hat den meisten Platz.

Es dauerte fünfzig Minuten. Das Lauteste in der Halle war ein Radio in der Kantine.

„Man hält das für Kraft“, sagt Dahl. „Meistens ist es **zu wissen, wer wohin schaut**.“
""",
    "Die Hecke, die einen Hangrutsch aufhielt": """\
Bei Kilometer 41 liegt die Strecke unter einem Hang, der seit seinem Anschnitt 1874 herunter will. Die Pläne für eine Betonmauer waren fertig. Ihr Preis hatte sieben Stellen.

Dann stellte Aino Virtanen, die dort das Gleis prüft, in einer Sitzung über etwas anderes eine Frage: Was hat den Hang die ersten neunzig Jahre gehalten?

## Wurzeln

Die Antwort stand auf einem Foto von 1931. Der Hang war voller Hasel. In den Sechzigern wurde sie gerodet, weil Laub auf den Schienen Züge rutschen lässt.

Also haben wir sie wieder gepflanzt, weiter oben, in vier Reihen quer zum Hang. Zwei Schulklassen haben einen Tag lang geholfen.

## Vier Millimeter

In den drei Wintern davor bewegte sich der Hang um 61, 48 und 70 Millimeter. In den drei nassen Wintern danach waren es **zusammen vier**.

Inzwischen wohnen Haselmäuse darin. Geplant hat sie niemand, und stören darf sie auch niemand.
""",
}

# What is said in a video or written in a document, in words, by title.
SPOKEN: dict[str, str] = {
    "Ninety seconds under a moving train": "No voice. The camera lies between the rails at Harrow points. A wheel comes, the tongue of the points bends by a finger’s width, the wheel is gone and the steel comes back. Slowed down eight times. At the end a hand with a grease brush, and the word Tuesday.",
    "A battery train in minus 22": "Engineer Pia Sand walks through the train after three nights outside. She shows the frozen toilets, the doors, which opened, and the display of the battery: 89 per cent. “We thought it would be the other way round,” she says.",
    "Our energy report, without adjectives": "Traction power per seat and kilometre: minus 6 per cent. Heating of stations: plus 1 per cent. Every figure names the meter it was read from, and every meter that failed is listed with its days.",
    "The questions you asked us 400 times": "Where is my train. May I take a bicycle. Why is the other door closed. Twenty questions, how often each was asked, and the answer that will be printed on the ticket from spring.",
    "How we hire without a CV: the full guide": "The four questions everybody is asked, how the answers are scored by two people who do not talk to each other first, and the two years in which we did it wrong.",
    "What our clerks heard this month": "Ten questions from the counters in the words they were asked in. For six of them something was changed; the other four say why not.",
}

# title: place, hour, how many hours; the story ends when the event begins
EVENTS: dict[str, tuple[str, int, int]] = {
    "An evening in the signal box, with the lights off": ("Askeby signal box, platform side", 18, 3),
    "Timetable hack day: bring a laptop and a grudge": ("Harrow, Canteen Hall, first floor", 10, 7),
    "Touch a train: open depot on the 14th": ("Depot Lund, Gate 2", 10, 6),
    "Ein Abend im Stellwerk, ohne Licht": ("Stellwerk Askeby, Bahnsteigseite", 18, 3),
}
JOBS: dict[str, str] = {
    "Two people who want to make our app usable without eyes": "Harrow, or from home",
    "Forty apprentices for September": "Lund, Harrow and Askeby",
    "Vierzig Lehrlinge für September": "Lund, Harrow und Askeby",
}
# title: code, how many
OFFERS: dict[str, tuple[str, int]] = {
    "Bring a friend for one euro, until Sunday midnight": ("FIRSTNIGHT", 300),
    "Free learner’s ticket for everybody under 25": ("LEARN25", 5000),
}
# title: what is claimed, where that is written, and for how many days after the story's end it holds (0: for good)
FACTS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "The hedge that stopped a landslide": (
        ("The slope moved four millimetres in three winters.", "Slope sensors, kilometre 41, hourly readings", 120),
    ),
    "What 1,200 passengers said about the quiet coach": (
        ("Complaints halved after two signs were changed.", "Complaints register, quarters before and after", 60),
    ),
    "Our energy report, without adjectives": (
        ("Traction power fell by 6 % per seat and kilometre.", "Energy report, table 3, audited", 0),
    ),
    "What we got wrong about part-time drivers": (
        ("Sick leave fell by a third in the depots with pairs.", "People report, twelve months to June", 90),
    ),
}
# topic: the campaigns whose stories are about it
TOPICS: dict[str, tuple[str, ...]] = {
    "Night trains": ("night-trains",),
    "Figures": ("open-data",),
    "Workshop": ("craft",),
    "Colleagues": ("people",),
    "Climate": ("climate",),
    "Safety": (),
}
# The story that waits for its second yes: the first step asks for the topic it is also about.
WATCHED, WATCHED_TOPIC = "We publish how we rehearse emergencies", "Safety"
REMARK = "Did the people in the tunnel agree to being quoted? If so, say it here in half a sentence, then I am happy with it."

DISCLOSURES: tuple[tuple[str, str, str], ...] = (  # region, language, sentence
    ("", "en", "I work at Northwind Rail."),
    ("", "de", "Ich arbeite bei Northwind Rail."),
    ("Coast", "en", "Advertisement. I work at Northwind Rail."),
)
QUIET: tuple[tuple[int, int, str], ...] = (  # days from today, how many, why
    (12, 2, "Results of the year are published on the second day"),
    (33, 3, "Christmas"),
)
IDEAS: tuple[tuple[str, str, str, float], ...] = (  # words, link, answer, days ago
    ("The lost-property office keeps a wall of single gloves. Somebody should photograph it before winter.", "", "", 2),
    ("Our night cleaner in Lund speaks five languages with passengers. She would talk to you, I asked.", "", "", 5),
    (
        "There is a good piece about level crossings in the regional paper.",
        "https://northwind.example/press/level-crossings/",
        "Lovely, but it names an accident that is still being looked into. Remind us in spring?",
        19,
    ),
)
