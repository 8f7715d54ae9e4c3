# Warum Aufgaben, Projekte und Menschen zusammenpassen. `.about` wird anderen gesagt, `.to` der
# Person selbst.

said =
    .about = { $about }
    .to = { $to }

kind-code = Programmieren
kind-design = Gestaltung
kind-doc = Texten
kind-translation = Übersetzungen
kind-test = Tests
kind-a11y = Barrierefreiheit
kind-research = Forschung
kind-organise = Organisation
kind-infra = Serverbetrieb
kind-security = Sicherheit
kind-media = Ton und Film
cause-climate = Klima und Wasser
cause-getting_around = Mobilität
cause-food = Essen und Gärten
cause-health = Gesundheit und Pflege
cause-learning = Lernen
cause-housing = Wohnen
cause-languages = Sprachen und Kultur
cause-access = Behinderung und Zugang
cause-local_government = Kommunalpolitik
cause-groups = Werkzeuge für Gruppen
cause-science = Wissenschaft
cause-free_internet = Freies Internet
effort-small = etwa 2 Stunden
effort-medium = ein bis zwei Abende
effort-large = länger

quoted = „{ $text }“
untitled = etwas ohne Titel
work-when = { $title } { $when }
close-to = { $held }, nahe an { $asked }
known-and-close = { $known } und dazu { $close }
when-today = heute
when-yesterday = gestern
when-days = vor { $days } Tagen
when-weeks = vor { $weeks } Wochen
when-month = im { $month }
when-year = im { $month } { $year }
within-days = { $number ->
    [one] binnen eines Tages
   *[other] binnen { $number } Tagen
}
within-weeks = { $number ->
    [one] binnen einer Woche
   *[other] binnen { $number } Wochen
}
within-months = { $number ->
    [one] binnen eines Monats
   *[other] binnen { $number } Monaten
}
within-years = nach Jahren
hours = { $number ->
    [one] { $number } Stunde in der Woche
   *[other] { $number } Stunden in der Woche
}
practice-beginner = noch wenig Übung
practice-intermediate = etwas Übung
practice-advanced = lange Übung

from-profile =
    .about = Aus dem Profil von { $name }
    .to = Aus deinem Profil
found-on = Gefunden auf { $hosts }, mit Zustimmung gezeigt
from-answers = Aus deinen Antworten auf Vorschläge; nur du siehst das

not-said-kinds =
    .about = Hat nicht gesagt, welche Arbeit gewünscht ist.
    .to = Du hast nicht gesagt, welche Arbeit du dir wünschst.
not-said-languages =
    .about = Hat nicht gesagt, welche Sprachen gesprochen werden.
    .to = Du hast nicht gesagt, welche Sprachen du sprichst.
not-said-hours =
    .about = Hat nicht gesagt, wie viele Stunden in der Woche da sind.
    .to = Du hast nicht gesagt, wie viele Stunden in der Woche du hast.
not-said-practice =
    .about = Hat nicht gesagt, wie viel Übung da ist.
    .to = Du hast nicht gesagt, wie viel Übung du hast.

skills-not-listed =
    .about = Hat keine Fähigkeit angegeben.
    .to = Du hast keine Fähigkeit angegeben.
skills-all =
    .about = Kann { $known }, was hier gebraucht wird.
    .to = Du kannst { $known }, was hier gebraucht wird.
skills-part =
    .about = Kann { $known }, einen Teil dessen, was hier gebraucht wird.
    .to = Du kannst { $known }, einen Teil dessen, was hier gebraucht wird.
skills-some =
    .about = Kann { $known }; hat { $lacks } nicht angegeben, was hier auch gebraucht wird.
    .to = Du kannst { $known }; du hast { $lacks } nicht angegeben, was hier auch gebraucht wird.
skills-lacking =
    .about = Hat { $lacks } nicht angegeben, was hier gebraucht wird.
    .to = Du hast { $lacks } nicht angegeben, was hier gebraucht wird.
project-skills =
    .about = Kann { $known }, was dieses Projekt verwendet.
    .to = Du kannst { $known }, was dieses Projekt verwendet.
project-skills-lacking =
    .about = Hat { $lacks } nicht angegeben, was dieses Projekt verwendet.
    .to = Du hast { $lacks } nicht angegeben, was dieses Projekt verwendet.
learning-mentor =
    .about = Möchte { $skills } lernen, und hier hilft jemand dabei.
    .to = Du möchtest { $skills } lernen, und hier hilft jemand dabei.
learning-newcomers =
    .about = Möchte { $skills } lernen, und das hier ist für Neue gedacht.
    .to = Du möchtest { $skills } lernen, und das hier ist für Neue gedacht.
learning-alone =
    .about = Möchte { $skills } lernen: eine Herausforderung, denn niemand ist zum Helfen genannt.
    .to = Du möchtest { $skills } lernen: eine Herausforderung, denn niemand ist zum Helfen genannt.

kind-wanted =
    .about = Möchte bei { $kinds } helfen.
    .to = Du möchtest bei { $kinds } helfen.
kind-other =
    .about = Möchte bei { $wanted } helfen; hier geht es um { $kinds }.
    .to = Du möchtest bei { $wanted } helfen; hier geht es um { $kinds }.
kind-declined =
    .about = Sucht andere Arbeit als { $kinds }.
    .to = Hier geht es um { $kinds }; du hast gesagt, dass das nichts für dich ist.
cause-shared =
    .about = Hat { $causes } als Anliegen gewählt; dafür ist dieses Projekt da.
    .to = Du hast { $causes } als Anliegen gewählt; dafür ist dieses Projekt da.
speaks =
    .about = Spricht { $language }.
    .to = Du sprichst { $language }.
speaks-not =
    .about = Hat { $language } nicht angegeben. Hier wird meist { $language } gesprochen.
    .to = Du hast { $language } nicht angegeben. Hier wird meist { $language } gesprochen.
takes = das hier dauert { $effort }
takes-small-estimate = das hier dauert { $effort } (geschätzt)
takes-more-estimate = das hier dauert { $effort } oder mehr (geschätzt)
hours-enough =
    .about = Hat { $hours }, und { $takes }.
    .to = Du hast { $hours }, und { $takes }.
hours-some =
    .about = Hat { $hours }, und { $takes }: mit einigen Wochen Zeit.
    .to = Du hast { $hours }, und { $takes }: mit einigen Wochen Zeit.
hours-little =
    .about = Hat { $hours }; das ist wenig: { $takes }.
    .to = Du hast { $hours }; das ist wenig: { $takes }.
level-newcomers = Als gut für Neue gekennzeichnet.
level-first = Eine gute erste Aufgabe.
level-within =
    .about = Hat { $practice }, und gefragt ist: { $asked }.
    .to = Du hast { $practice }, und gefragt ist: { $asked }.
level-stretch =
    .about = Hat { $practice }; gefragt ist: { $asked }. Eine Herausforderung also.
    .to = Du hast { $practice }; gefragt ist: { $asked }. Eine Herausforderung also.
level-far =
    .about = Hat { $practice }; gefragt ist: { $asked }.
    .to = Du hast { $practice }; gefragt ist: { $asked }.
liked =
    .about = Mag solche Aufgaben.
    .to = Das ist ähnlich wie { $title }, was dir gefallen hat.

with-skills = mit { $skills }
of-kinds = im Bereich { $kinds }
finished-lately =
    .about = { $count ->
        [one] Hat in den letzten 12 Monaten { $count } Aufgabe { $what } erledigt.
       *[other] Hat in den letzten 12 Monaten { $count } Aufgaben { $what } erledigt.
    }
    .to = { $count ->
        [one] Du hast in den letzten 12 Monaten { $count } Aufgabe { $what } erledigt.
       *[other] Du hast in den letzten 12 Monaten { $count } Aufgaben { $what } erledigt.
    }
finished-before =
    .about = { $count ->
        [one] Hat { $count } Aufgabe { $what } erledigt, zuletzt { $when }.
       *[other] Hat { $count } Aufgaben { $what } erledigt, zuletzt { $when }.
    }
    .to = { $count ->
        [one] Du hast { $count } Aufgabe { $what } erledigt, zuletzt { $when }.
       *[other] Du hast { $count } Aufgaben { $what } erledigt, zuletzt { $when }.
    }
did-here =
    .about = Hat hier { $works } erledigt; gemeinsam ist: { $shared }.
    .to = Du hast hier { $works } erledigt; gemeinsam ist: { $shared }.
did-part-here =
    .about = Erledigt einen Teil dessen, was in diesem Projekt anfällt; nichts davon ist dem hier besonders ähnlich.
    .to = Du erledigst einen Teil dessen, was in diesem Projekt anfällt; nichts davon ist dem hier besonders ähnlich.
room-here = Solche Arbeit liegt hier nicht in festen Händen, da ist Platz für andere.
little-room-here = Jemand anderes erledigt hier die meiste solcher Arbeit.
worked-here =
    .about = { $count ->
        [one] Hat { $when } eine Aufgabe in diesem Projekt erledigt.
       *[other] Hat { $count } Aufgaben in diesem Projekt erledigt, zuletzt { $when }.
    }
    .to = { $count ->
        [one] Du hast { $when } eine Aufgabe in diesem Projekt erledigt.
       *[other] Du hast { $count } Aufgaben in diesem Projekt erledigt, zuletzt { $when }.
    }
worked-beside =
    .about = { $count ->
        [one] Hat { $count } Aufgabe nebenan erledigt, in { $place }, das denselben Leuten gehört.
       *[other] Hat { $count } Aufgaben nebenan erledigt, in { $place }, das denselben Leuten gehört.
    }
    .to = { $count ->
        [one] Du hast { $count } Aufgabe nebenan erledigt, in { $place }, das denselben Leuten gehört.
       *[other] Du hast { $count } Aufgaben nebenan erledigt, in { $place }, das denselben Leuten gehört.
    }
did-alike =
    .about = Hat { $when } etwas Ähnliches gemacht: { $title }.
    .to = Du hast { $when } etwas Ähnliches gemacht: { $title }.

fresh-open = Das ist offen.
fresh-open-word = Das ist offen, letzte Wortmeldung { $when }.
fresh-quiet = Hier ist es still.
fresh-quiet-word = Hier ist es still, letzte Wortmeldung { $when }.
fresh-asleep = Das schläft: frag nach, bevor du anfängst.
fresh-asleep-word = Das schläft, letzte Wortmeldung { $when }: frag nach, bevor du anfängst.
fresh-not-free = Das ist gerade nicht frei.
fresh-unknown = Ob das noch frei ist, ist nicht bekannt.
pace-unknown = Wie schnell das Projekt antwortet, ist nicht bekannt.
pace-usual = Das Projekt antwortet meist { $within }.
pace-some = Das Projekt antwortet { $within }, wenn es antwortet: { $answered } von { $asked } Issues bekamen eine Antwort.
little-known = Das Projekt ist noch wenig bekannt: { $why }.
has-stars = { $count ->
    [one] es hat { $count } Stern
   *[other] es hat { $count } Sterne
}
came-here = es kam { $when } in diesen Hub
none-free = Gerade ist hier nichts frei.
none-stands-out = Keine einzelne freie Aufgabe sticht hier heraus.
tasks-suit =
    .about = { $count ->
        [one] Eine freie Aufgabe hier könnte zu { $name } passen, zuerst { $first }.
       *[other] { $count } freie Aufgaben hier könnten zu { $name } passen, zuerst { $first }.
    }
    .to = { $count ->
        [one] Eine freie Aufgabe hier könnte zu dir passen, zuerst { $first }.
       *[other] { $count } freie Aufgaben hier könnten zu dir passen, zuerst { $first }.
    }
kinds-free =
    .about = { $count ->
        [one] Möchte bei { $kinds } helfen; { $count } davon ist hier frei.
       *[other] Möchte bei { $kinds } helfen; { $count } davon sind hier frei.
    }
    .to = { $count ->
        [one] Du möchtest bei { $kinds } helfen; { $count } davon ist hier frei.
       *[other] Du möchtest bei { $kinds } helfen; { $count } davon sind hier frei.
    }
kinds-none-free =
    .about = Möchte bei { $kinds } helfen; davon ist hier gerade nichts frei.
    .to = Du möchtest bei { $kinds } helfen; davon ist hier gerade nichts frei.
no-room = Das Projekt sagt, dass es gerade keinen Platz für Neue hat.
welcome-not-said = Das Projekt hat nicht gesagt, ob es Hilfe möchte.
welcome = Das Projekt { $does }.
room-for = { $count ->
    [one] hat Platz für { $count } neuen Menschen im Monat
   *[other] hat Platz für { $count } neue Menschen im Monat
}
mentors-on = { $count ->
    [one] bietet bei { $count } Aufgabe Begleitung an
   *[other] bietet bei { $count } Aufgaben Begleitung an
}
asks-on = { $count ->
    [one] bittet bei { $count } Aufgabe um Hilfe
   *[other] bittet bei { $count } Aufgaben um Hilfe
}
marks-newcomers = { $count ->
    [one] kennzeichnet { $count } Aufgabe für Neue
   *[other] kennzeichnet { $count } Aufgaben für Neue
}
life-unknown = Wann sich das Projekt zuletzt geändert hat, ist nicht bekannt.
life-last = Das Projekt hat sich zuletzt { $when } geändert.
