"""Durable jobs: what a worker does, in steps that outlive it. The only room that knows dbos.

Thin on purpose: a job is a few calls of services, each a step. A step that was finished is not
done again; one that was interrupted is, so every step is idempotent. The web process only asks
(:mod:`hub.jobs.asking`); a worker (:mod:`hub.jobs.worker`) does. Nothing here waits for a forge's
rate limit: the job ends, the instant to go on stands in the database, and the tick asks again.
"""
