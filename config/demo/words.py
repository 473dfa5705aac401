"""What people in the invented company write, and what comes back to them."""

OPENINGS = {
    "en": (
        "I was there when we tried this for the first time, and I did not believe in it.",
        "My neighbour asked me about this on the stairs. Here is the answer I should have given.",
        "Somebody two desks away spent two years on this. I only made the coffee.",
        "We argued about this for a whole lunch break.",
        "The part that nobody sees is the part I am proud of.",
        "If you have ever stood on a cold platform and wondered why, this is for you.",
        "I learned something about my own company this morning.",
        "Not the largest thing we do, but the one I would show my parents.",
        "Eleven years here, and this still surprised me.",
        "A colleague at {team} told me to read this. She was right.",
    ),
    "de": (
        "Ich war dabei, als wir das zum ersten Mal versucht haben, und habe nicht daran geglaubt.",
        "Meine Nachbarin hat mich im Treppenhaus danach gefragt. Hier ist die Antwort, die ich hätte geben sollen.",
        "Den Teil, den niemand sieht, mag ich am liebsten.",
        "Darüber haben wir eine ganze Mittagspause gestritten.",
        "Seit elf Jahren hier, und das hat mich trotzdem überrascht.",
        "Eine Kollegin aus {team} hat mir das gezeigt. Sie hatte recht.",
    ),
}
MIDDLES = {
    "en": (
        "At {team} we see the other end of it every morning.",
        "It took a bad winter and one stubborn person.",
        "The numbers in it are ours, and not all of them are flattering.",
        "What I like most is that somebody wrote down the mistakes as well.",
        "From my window I can see the place it is about.",
        "I know two of the people in it, and they are exactly like that.",
        "It changed how I do my own shift.",
        "None of this was in the job description.",
    ),
    "de": (
        "Bei uns in {team} sehen wir jeden Morgen das andere Ende davon.",
        "Es brauchte einen schlechten Winter und einen sturen Menschen.",
        "Die Zahlen sind unsere, und nicht alle schmeicheln uns.",
        "Zwei der Leute darin kenne ich, und sie sind genau so.",
    ),
}
ENDINGS = {
    "en": (
        "What would you have done?",
        "Ask me anything about it.",
        "Worth your four minutes.",
        "How is it where you work?",
        "I would do it again.",
        "Come and see it.",
    ),
    "de": ("Was hättet ihr getan?", "Fragt mich gern.", "Vier Minuten, die sich lohnen.", "Wie ist das bei euch?"),
}
ASKED = {
    "en": (
        ("Does the sleeper take bicycles, or only folded ones?", "a traveller in Graz"),
        ("Our point heaters fail the same way. Could we compare notes?", "a maintenance lead, another railway"),
        ("My son wants to become a driver. Whom should he write to?", "a father in Lund"),
        ("Is the data also there for the regional lines?", "a student of transport planning"),
        ("I never knew that this is done by hand. May I visit?", "a retired engineer"),
        ("Do you hire people who are not from the trade?", "a former colleague"),
        ("How did you convince your board to publish it?", "somebody from a tram company"),
        ("Can a school class come by?", "a teacher in Askeby"),
        ("What does a bed cost in November?", "a friend of a friend"),
        ("Who makes these clamps? Ours break every winter.", "a foreman at a port railway"),
    ),
    "de": (
        ("Nehmt ihr im Nachtzug auch Fahrräder mit?", "eine Reisende aus Graz"),
        ("Gibt es die Daten auch für die Nebenstrecken?", "ein Student der Verkehrsplanung"),
        ("Meine Tochter sucht eine Lehrstelle. Wem soll sie schreiben?", "ein Nachbar"),
        ("Wie habt ihr den Vorstand überzeugt?", "jemand von einer Straßenbahn"),
    ),
}
ANSWERED = {
    "en": (
        "Six hooks on every train since May, and folded ones ride free. I can send you the booking page.",
        "Gladly. I will ask our lead and come back to you on Thursday.",
        "Tell them to write to me; I know who reads the letters.",
        "Yes, and I have just asked for a guided hour. Is the first Thursday good for you?",
    ),
    "de": (
        "Seit Mai sechs Haken pro Zug, gefaltete fahren frei.",
        "Gern, ich frage nach und melde mich am Donnerstag.",
    ),
}
THEN = {
    "en": (
        "That is more than I hoped for. Thank you.",
        "Perfect, I have written to her.",
        "We will be four people, then.",
    ),
    "de": ("Das ist mehr, als ich gehofft hatte. Danke.", "Wunderbar, ich habe geschrieben."),
}
BROUGHT = (
    "Four people this week asked whether the sleeper takes bicycles. The booking page does not say it anywhere.",
    "Two other railways have the same clamp breaking. We should talk to the maker together.",
    "A teacher could not book eleven beds at once on the site; she had to call three times.",
    "Students ask for the regional lines in the delay file. They would even help.",
    "The lift at Harrow is out of order again, and the map still shows it as working.",
    "Several people read “quiet coach” as “no children”. The sign needs another word.",
)
ANSWERS = (
    "The booking page says it from Monday on, with a picture of the hooks. Please tell them.",
    "We called the maker; a new clamp is being tested at Depot Lund.",
)
