"""A synthetic task as the document that the hub would put into its index."""

from benchmarks.corpus import SyntheticTask
from search.base import Document


def task_document(task: SyntheticTask) -> Document:
    """Lay out a task for the index of tasks."""
    project = task.project
    return Document(
        id=task.task_id,
        text={
            "title": task.title,
            "labels": " ".join(task.labels),
            "project_name": project.name,
            "body": task.body,
        },
        keywords={
            "kind": task.kinds,
            "skill": task.skills,
            "language": _known(project.language),
            "level": _known(task.level),
            "forge": (project.forge,),
            "cause": project.causes,
            "freshness": (task.freshness,),
            "effort": _known(task.effort),
            "spoken": _known(task.spoken),
            "project": (project.slug,),
        },
        dates={"updated_at": task.updated_at, "opened_at": task.opened_at},
    )


def _known(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
