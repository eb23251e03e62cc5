"""Jobs whose worker died: put back on the queue, a bounded number of times."""

import structlog
from procrastinate import App
from procrastinate.jobs import Status

from app.jobs.worker import SILENCE_SECONDS

#: A job that took this many workers down with it is given up.
CAP = 20

_log = structlog.get_logger("paigong.clock")


async def retry_stalled(queue: App) -> int:
    """Put every stalled job back and return how many there were."""
    manager = queue.job_manager
    stalled = list(
        await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS)
    )
    for job in stalled:
        if job.attempts + 1 >= CAP:
            _log.error("stalled job given up", job=job.task_name, job_id=job.id)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            _log.warning("stalled job put back", job=job.task_name, job_id=job.id)
            await manager.retry_job(job)
    return len(stalled)
