# Por qué tareas, proyectos y personas pueden encajar. `.about` se dice a los demás, `.to` a la
# propia persona.

said =
    .about = { $about }
    .to = { $to }

kind-code = programación
kind-design = diseño
kind-doc = redacción
kind-translation = traducción
kind-test = pruebas
kind-a11y = accesibilidad
kind-research = investigación
kind-organise = organización
kind-infra = servidores
kind-security = seguridad
kind-media = sonido y vídeo
cause-climate = clima y agua
cause-getting_around = movilidad
cause-food = alimentos y huertos
cause-health = salud y cuidados
cause-learning = aprendizaje
cause-housing = vivienda
cause-languages = lenguas y cultura
cause-access = discapacidad y acceso
cause-local_government = gobierno local
cause-groups = herramientas para grupos
cause-science = ciencia
cause-free_internet = internet libre
effort-small = unas 2 horas
effort-medium = una o dos tardes
effort-large = más tiempo

quoted = «{ $text }»
untitled = algo sin título
work-when = { $title } { $when }
close-to = { $held }, cercano a { $asked }
known-and-close = { $known }, y además { $close }
when-today = hoy
when-yesterday = ayer
when-days = hace { $days } días
when-weeks = hace { $weeks } semanas
when-month = en { $month }
when-year = en { $month } de { $year }
within-days = { $number ->
    [one] en un día
   *[other] en { $number } días
}
within-weeks = { $number ->
    [one] en una semana
   *[other] en { $number } semanas
}
within-months = { $number ->
    [one] en un mes
   *[other] en { $number } meses
}
within-years = al cabo de años
hours = { $number ->
    [one] { $number } hora a la semana
   *[other] { $number } horas a la semana
}
practice-beginner = poca práctica todavía
practice-intermediate = algo de práctica
practice-advanced = mucha práctica

from-profile =
    .about = Del perfil de { $name }
    .to = De tu perfil
found-on = Encontrado en { $hosts }, mostrado con consentimiento
from-answers = De lo que dijiste a las sugerencias; solo tú lo ves

not-said-kinds =
    .about = No ha dicho qué tipo de trabajo busca.
    .to = No has dicho qué tipo de trabajo buscas.
not-said-languages =
    .about = No ha dicho qué idiomas habla.
    .to = No has dicho qué idiomas hablas.
not-said-hours =
    .about = No ha dicho cuántas horas a la semana tiene.
    .to = No has dicho cuántas horas a la semana tienes.
not-said-practice =
    .about = No ha dicho cuánta práctica tiene.
    .to = No has dicho cuánta práctica tienes.

skills-not-listed =
    .about = No ha indicado ninguna habilidad.
    .to = No has indicado ninguna habilidad.
skills-all =
    .about = Sabe { $known }, que es lo que se pide.
    .to = Sabes { $known }, que es lo que se pide.
skills-part =
    .about = Sabe { $known }, una parte de lo que se pide.
    .to = Sabes { $known }, una parte de lo que se pide.
skills-some =
    .about = Sabe { $known }; no ha indicado { $lacks }, que también se pide.
    .to = Sabes { $known }; no has indicado { $lacks }, que también se pide.
skills-lacking =
    .about = No ha indicado { $lacks }, que es lo que se pide.
    .to = No has indicado { $lacks }, que es lo que se pide.
project-skills =
    .about = Sabe { $known }, que este proyecto usa.
    .to = Sabes { $known }, que este proyecto usa.
project-skills-lacking =
    .about = No ha indicado { $lacks }, que este proyecto usa.
    .to = No has indicado { $lacks }, que este proyecto usa.
learning-mentor =
    .about = Quiere aprender { $skills }, y aquí se ofrece acompañamiento.
    .to = Quieres aprender { $skills }, y aquí se ofrece acompañamiento.
learning-newcomers =
    .about = Quiere aprender { $skills }, y esto está marcado como bueno para empezar.
    .to = Quieres aprender { $skills }, y esto está marcado como bueno para empezar.
learning-alone =
    .about = Quiere aprender { $skills }: un reto, porque aquí nadie se ofrece a acompañar.
    .to = Quieres aprender { $skills }: un reto, porque aquí nadie se ofrece a acompañar.

kind-wanted =
    .about = Quiere ayudar con { $kinds }.
    .to = Quieres ayudar con { $kinds }.
kind-other =
    .about = Quiere ayudar con { $wanted }; esto es { $kinds }.
    .to = Quieres ayudar con { $wanted }; esto es { $kinds }.
kind-declined =
    .about = Busca otro trabajo que { $kinds }.
    .to = Esto es { $kinds }, y dijiste que no es para ti.
cause-shared =
    .about = Ha elegido { $causes } como causa, y para eso es este proyecto.
    .to = Has elegido { $causes } como causa, y para eso es este proyecto.
speaks =
    .about = Habla { $language }.
    .to = Hablas { $language }.
speaks-not =
    .about = No ha indicado { $language }. Aquí se habla sobre todo en { $language }.
    .to = No has indicado { $language }. Aquí se habla sobre todo en { $language }.
takes = esto lleva { $effort }
takes-small-estimate = esto lleva { $effort } (estimado)
takes-more-estimate = esto lleva { $effort } o más (estimado)
hours-enough =
    .about = Tiene { $hours }, y { $takes }.
    .to = Tienes { $hours }, y { $takes }.
hours-some =
    .about = Tiene { $hours }, y { $takes }: con unas semanas de tiempo.
    .to = Tienes { $hours }, y { $takes }: con unas semanas de tiempo.
hours-little =
    .about = Tiene { $hours }, que es poco: { $takes }.
    .to = Tienes { $hours }, que es poco: { $takes }.
level-newcomers = Marcado como bueno para empezar.
level-first = Una buena primera tarea.
level-within =
    .about = Tiene { $practice }, y se pide: { $asked }.
    .to = Tienes { $practice }, y se pide: { $asked }.
level-stretch =
    .about = Tiene { $practice }; se pide: { $asked }, así que es un reto.
    .to = Tienes { $practice }; se pide: { $asked }, así que es un reto.
level-far =
    .about = Tiene { $practice }; se pide: { $asked }.
    .to = Tienes { $practice }; se pide: { $asked }.
liked =
    .about = Le gustan tareas como esta.
    .to = Se parece a { $title }, que te gustó.

with-skills = con { $skills }
of-kinds = de { $kinds }
finished-lately =
    .about = { $count ->
        [one] Terminó { $count } tarea { $what } en los últimos 12 meses.
       *[other] Terminó { $count } tareas { $what } en los últimos 12 meses.
    }
    .to = { $count ->
        [one] Terminaste { $count } tarea { $what } en los últimos 12 meses.
       *[other] Terminaste { $count } tareas { $what } en los últimos 12 meses.
    }
finished-before =
    .about = { $count ->
        [one] Terminó { $count } tarea { $what }, la última { $when }.
       *[other] Terminó { $count } tareas { $what }, la última { $when }.
    }
    .to = { $count ->
        [one] Terminaste { $count } tarea { $what }, la última { $when }.
       *[other] Terminaste { $count } tareas { $what }, la última { $when }.
    }
did-here =
    .about = Hizo aquí { $works }, con { $shared } en común.
    .to = Hiciste aquí { $works }, con { $shared } en común.
did-part-here =
    .about = Hace una parte de lo que se hace en este proyecto; nada parecido a esto destaca.
    .to = Haces una parte de lo que se hace en este proyecto; nada parecido a esto destaca.
room-here = Aquí nadie se encarga siempre de este trabajo, así que hay sitio para más gente.
little-room-here = Otra persona hace aquí casi todo este trabajo.
worked-here =
    .about = { $count ->
        [one] Terminó una tarea en este proyecto { $when }.
       *[other] Terminó { $count } tareas en este proyecto, la última { $when }.
    }
    .to = { $count ->
        [one] Terminaste una tarea en este proyecto { $when }.
       *[other] Terminaste { $count } tareas en este proyecto, la última { $when }.
    }
worked-beside =
    .about = { $count ->
        [one] Terminó { $count } tarea al lado, en { $place }, que es de la misma gente.
       *[other] Terminó { $count } tareas al lado, en { $place }, que es de la misma gente.
    }
    .to = { $count ->
        [one] Terminaste { $count } tarea al lado, en { $place }, que es de la misma gente.
       *[other] Terminaste { $count } tareas al lado, en { $place }, que es de la misma gente.
    }
did-alike =
    .about = Hizo algo parecido { $when }: { $title }.
    .to = Hiciste algo parecido { $when }: { $title }.

fresh-open = Está abierta.
fresh-open-word = Está abierta, última palabra { $when }.
fresh-quiet = Está tranquila.
fresh-quiet-word = Está tranquila, última palabra { $when }.
fresh-asleep = Está dormida: pregunta antes de empezar.
fresh-asleep-word = Está dormida, última palabra { $when }: pregunta antes de empezar.
fresh-not-free = Ahora no está libre.
fresh-unknown = No se sabe si sigue libre.
pace-unknown = No se sabe cuánto tarda el proyecto en responder.
pace-usual = El proyecto suele responder { $within }.
pace-some = El proyecto responde { $within } cuando responde: { $answered } de { $asked } incidencias recibieron respuesta.
little-known = El proyecto aún es poco conocido: { $why }.
has-stars = { $count ->
    [one] tiene { $count } estrella
   *[other] tiene { $count } estrellas
}
came-here = llegó a este hub { $when }
none-free = Ahora no hay nada libre aquí.
none-stands-out = Ninguna tarea libre destaca aquí.
tasks-suit =
    .about = { $count ->
        [one] Una tarea libre de aquí podría encajar con { $name }, ante todo { $first }.
       *[other] { $count } tareas libres de aquí podrían encajar con { $name }, ante todo { $first }.
    }
    .to = { $count ->
        [one] Una tarea libre de aquí podría encajar contigo, ante todo { $first }.
       *[other] { $count } tareas libres de aquí podrían encajar contigo, ante todo { $first }.
    }
kinds-free =
    .about = { $count ->
        [one] Quiere ayudar con { $kinds }; hay { $count } libre aquí.
       *[other] Quiere ayudar con { $kinds }; hay { $count } libres aquí.
    }
    .to = { $count ->
        [one] Quieres ayudar con { $kinds }; hay { $count } libre aquí.
       *[other] Quieres ayudar con { $kinds }; hay { $count } libres aquí.
    }
kinds-none-free =
    .about = Quiere ayudar con { $kinds }; ahora no hay nada de eso libre aquí.
    .to = Quieres ayudar con { $kinds }; ahora no hay nada de eso libre aquí.
no-room = El proyecto dice que ahora no tiene sitio para gente nueva.
welcome-not-said = El proyecto no ha dicho si quiere ayuda.
welcome = El proyecto { $does }.
room-for = { $count ->
    [one] tiene sitio para { $count } persona nueva al mes
   *[other] tiene sitio para { $count } personas nuevas al mes
}
mentors-on = { $count ->
    [one] ofrece acompañamiento en { $count } tarea
   *[other] ofrece acompañamiento en { $count } tareas
}
asks-on = { $count ->
    [one] pide ayuda con { $count } tarea
   *[other] pide ayuda con { $count } tareas
}
marks-newcomers = { $count ->
    [one] marca { $count } tarea para gente nueva
   *[other] marca { $count } tareas para gente nueva
}
life-unknown = No se sabe cuándo cambió el proyecto por última vez.
life-last = El proyecto cambió por última vez { $when }.
