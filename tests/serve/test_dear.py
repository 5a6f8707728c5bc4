"""Jobs that are known to take long leave a worker to the others."""

import asyncio
import time
from pathlib import Path

from kg.pipeline.graph import Graph
from kg.serve.jobs import Answer
from kg.serve.pool import DEAR, QUERY, Pool
from kg.serve.settings import Limits, Settings


def wait_job(graph: Graph, *, seconds: float) -> Answer:
    time.sleep(seconds)
    return Answer(str(time.monotonic()).encode(), "text/plain")


def test_a_quick_job_does_not_wait_for_dear_ones(graph_folder: Path) -> None:
    async def work() -> None:
        pool = Pool(Settings(graph=graph_folder, limits=Limits(query_workers=2, page_workers=1)))
        await pool.start()
        took: list[float] = []
        try:
            dear = [asyncio.create_task(pool.run(wait_job, lane=DEAR, took=took.append, seconds=1.0)) for _ in range(2)]
            await asyncio.sleep(0.1)
            quick = await pool.run(wait_job, lane=QUERY, seconds=0.0)
            ended = sorted(float(answer.body) for answer in await asyncio.gather(*dear))
            assert float(quick.body) < ended[1]  # the second dear job began when the first was done
            assert ended[1] - ended[0] >= 1.0
            assert all(one >= 1.0 for one in took)
        finally:
            await pool.stop()

    asyncio.run(work())
