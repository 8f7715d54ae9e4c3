# Why a task, a project and a person could suit each other. `.about` is said to others, `.to` to
# the person; a message with one text is said to both.

said =
    .about = { $about }
    .to = { $to }

# Pieces of sentences

quoted = “{ $text }”
untitled = one without a title
work-when = { $title } { $when }
close-to = { $held }, close to { $asked }
known-and-close = { $known }, and { $close }
when-today = today
when-yesterday = yesterday
when-days = { $days } days ago
when-weeks = { $weeks } weeks ago
when-month = in { $month }
when-year = in { $month } { $year }
within-days = { $number ->
    [one] within a day
   *[other] within { $number } days
}
within-weeks = { $number ->
    [one] within a week
   *[other] within { $number } weeks
}
within-months = { $number ->
    [one] within a month
   *[other] within { $number } months
}
within-years = after years
hours = { $number ->
    [one] { $number } hour a week
   *[other] { $number } hours a week
}
practice-beginner = little practice yet
practice-intermediate = some practice
practice-advanced = long practice

# Where it is from

from-profile =
    .about = From { $name }'s profile
    .to = From your profile
found-on = Found on { $hosts }, shown with consent
from-answers = From what you said to suggestions; you alone see it

# Not said

not-said-kinds =
    .about = Has not said what kind of work is wanted.
    .to = You have not said what kind of work you want.
not-said-languages =
    .about = Has not said which languages are spoken.
    .to = You have not said which languages you speak.
not-said-hours =
    .about = Has not said how many hours a week there are.
    .to = You have not said how many hours a week you have.
not-said-practice =
    .about = Has not said how much practice there is.
    .to = You have not said how much practice you have.

# Skills

skills-not-listed =
    .about = Has not listed any skill.
    .to = You have not listed any skill.
skills-all =
    .about = Knows { $known }, which this asks for.
    .to = You know { $known }, which this asks for.
skills-part =
    .about = Knows { $known }, a part of what this asks for.
    .to = You know { $known }, a part of what this asks for.
skills-some =
    .about = Knows { $known }; has not listed { $lacks }, which this also asks for.
    .to = You know { $known }; you have not listed { $lacks }, which this also asks for.
skills-lacking =
    .about = Has not listed { $lacks }, which this asks for.
    .to = You have not listed { $lacks }, which this asks for.
project-skills =
    .about = Knows { $known }, which this project uses.
    .to = You know { $known }, which this project uses.
project-skills-lacking =
    .about = Has not listed { $lacks }, which this project uses.
    .to = You have not listed { $lacks }, which this project uses.
learning-mentor =
    .about = Wants to learn { $skills }, and a mentor is offered here.
    .to = You want to learn { $skills }, and a mentor is offered here.
learning-newcomers =
    .about = Wants to learn { $skills }, and this is marked as good for newcomers.
    .to = You want to learn { $skills }, and this is marked as good for newcomers.
learning-alone =
    .about = Wants to learn { $skills }: a stretch, as no mentor is named here.
    .to = You want to learn { $skills }: a stretch, as no mentor is named here.

# Wishes

kind-wanted =
    .about = Wants to help with { $kinds }.
    .to = You want to help with { $kinds }.
kind-other =
    .about = Wants to help with { $wanted }; this is { $kinds }.
    .to = You want to help with { $wanted }; this is { $kinds }.
kind-declined =
    .about = Looks for other work than { $kinds }.
    .to = This is { $kinds }, of which you said that it is not for you.
cause-shared =
    .about = Chose { $causes } as a cause, which this project is for.
    .to = You chose { $causes } as a cause, which this project is for.
speaks =
    .about = Speaks { $language }.
    .to = You speak { $language }.
speaks-not =
    .about = Has not listed { $language }. Most talk here is in { $language }.
    .to = You have not listed { $language }. Most talk here is in { $language }.
takes = this takes { $effort }
takes-small-estimate = this takes { $effort } (an estimate)
takes-more-estimate = this takes { $effort } or more (an estimate)
hours-enough =
    .about = Has { $hours }, and { $takes }.
    .to = You have { $hours }, and { $takes }.
hours-some =
    .about = Has { $hours }, and { $takes }: give it some weeks.
    .to = You have { $hours }, and { $takes }: give it some weeks.
hours-little =
    .about = Has { $hours }, which is little: { $takes }.
    .to = You have { $hours }, which is little: { $takes }.
level-newcomers = Marked as good for newcomers.
level-first = A good first task.
level-within =
    .about = Has { $practice }, and this asks for { $asked }.
    .to = You have { $practice }, and this asks for { $asked }.
level-stretch =
    .about = Has { $practice }; this asks for { $asked }, so it is a stretch.
    .to = You have { $practice }; this asks for { $asked }, so it is a stretch.
level-far =
    .about = Has { $practice }; this asks for { $asked }.
    .to = You have { $practice }; this asks for { $asked }.
liked =
    .about = Likes tasks like this.
    .to = This is like { $title }, which you liked.

# What was done before

with-skills = with { $skills }
of-kinds = of { $kinds }
finished-lately =
    .about = { $count ->
        [one] Finished { $count } task { $what } in the last 12 months.
       *[other] Finished { $count } tasks { $what } in the last 12 months.
    }
    .to = { $count ->
        [one] You finished { $count } task { $what } in the last 12 months.
       *[other] You finished { $count } tasks { $what } in the last 12 months.
    }
finished-before =
    .about = { $count ->
        [one] Finished { $count } task { $what }, the last { $when }.
       *[other] Finished { $count } tasks { $what }, the last { $when }.
    }
    .to = { $count ->
        [one] You finished { $count } task { $what }, the last { $when }.
       *[other] You finished { $count } tasks { $what }, the last { $when }.
    }
did-here =
    .about = Did { $works } here, with { $shared } in common.
    .to = You did { $works } here, with { $shared } in common.
did-part-here =
    .about = Does a part of what is done in this project; nothing like this stands out.
    .to = You do a part of what is done in this project; nothing like this stands out.
room-here = Such work has no fixed hands here, so there is room for others.
little-room-here = Somebody else does most of such work here.
worked-here =
    .about = { $count ->
        [one] Finished a task in this project { $when }.
       *[other] Finished { $count } tasks in this project, the last { $when }.
    }
    .to = { $count ->
        [one] You finished a task in this project { $when }.
       *[other] You finished { $count } tasks in this project, the last { $when }.
    }
worked-beside =
    .about = { $count ->
        [one] Finished { $count } task beside it, in { $place }, which is of the same owner.
       *[other] Finished { $count } tasks beside it, in { $place }, which is of the same owner.
    }
    .to = { $count ->
        [one] You finished { $count } task beside it, in { $place }, which is of the same owner.
       *[other] You finished { $count } tasks beside it, in { $place }, which is of the same owner.
    }
did-alike =
    .about = Did something like it { $when }: { $title }.
    .to = You did something like it { $when }: { $title }.

# The task and its project

fresh-open = This is open.
fresh-open-word = This is open, last word { $when }.
fresh-quiet = This is quiet.
fresh-quiet-word = This is quiet, last word { $when }.
fresh-asleep = This is asleep: ask before you start.
fresh-asleep-word = This is asleep, last word { $when }: ask before you start.
fresh-not-free = This is not free now.
fresh-unknown = It is not known whether this is still free.
pace-unknown = It is not known how fast the project answers.
pace-usual = The project usually answers { $within }.
pace-some = The project answers { $within } where it does: { $answered } of { $asked } issues got an answer.
little-known = The project is not widely known yet: { $why }.
has-stars = { $count ->
    [one] it has { $count } star
   *[other] it has { $count } stars
}
came-here = it came to this hub { $when }
none-free = Nothing is free to be taken here at the moment.
none-stands-out = No single task that is free here stands out.
tasks-suit =
    .about = { $count ->
        [one] A free task here could suit { $name }, first of all { $first }.
       *[other] { $count } free tasks here could suit { $name }, first of all { $first }.
    }
    .to = { $count ->
        [one] A free task here could suit you, first of all { $first }.
       *[other] { $count } free tasks here could suit you, first of all { $first }.
    }
kinds-free =
    .about = { $count ->
        [one] Wants to help with { $kinds }; { $count } of that is free here.
       *[other] Wants to help with { $kinds }; { $count } of that are free here.
    }
    .to = { $count ->
        [one] You want to help with { $kinds }; { $count } of that is free here.
       *[other] You want to help with { $kinds }; { $count } of that are free here.
    }
kinds-none-free =
    .about = Wants to help with { $kinds }; none of that is free here now.
    .to = You want to help with { $kinds }; none of that is free here now.
no-room = The project says that it has no room for new people now.
welcome-not-said = The project has not said whether it wants help.
welcome = The project { $does }.
room-for = { $count ->
    [one] has room for { $count } new person a month
   *[other] has room for { $count } new people a month
}
mentors-on = { $count ->
    [one] offers a mentor on { $count } task
   *[other] offers a mentor on { $count } tasks
}
asks-on = { $count ->
    [one] asks for help with { $count } task
   *[other] asks for help with { $count } tasks
}
marks-newcomers = { $count ->
    [one] marks { $count } task for newcomers
   *[other] marks { $count } tasks for newcomers
}
life-unknown = It is not known when the project last changed.
life-last = The project last changed { $when }.
