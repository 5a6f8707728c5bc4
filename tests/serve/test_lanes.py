"""Who is served next."""

import asyncio

import pytest

from kg.errors import RequestRefused
from kg.serve.lanes import Lane


def lane(*, places: int = 2, share: int = 1, queue: int = 8, patience: float = 60) -> Lane:
    return Lane(places=places, share=share, queue=queue, patience=patience)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Crowd:
    """Clients that enter a lane; `served` says in which order they got in."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.served: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, *clients: str, cost: float | None = None) -> None:
        for client in clients:
            self.tasks.append(asyncio.create_task(self._enter(client, cost)))
            await settle()

    async def _enter(self, client: str, cost: float | None) -> None:
        await self.lane.enter(client, cost)
        self.served.append(client)

    async def leave(self, *clients: str) -> None:
        for client in clients:
            self.lane.leave(client, 0)
            await settle()


def test_a_place_is_kept_for_another_client() -> None:
    async def script() -> None:
        crowd = Crowd(lane())
        await crowd.come("a", "a", "a", "b")
        assert crowd.served == ["a", "b"]

    asyncio.run(script())


def test_clients_take_turns_however_many_requests_each_has() -> None:
    async def script() -> None:
        crowd = Crowd(lane(places=1))
        await crowd.come("a", "a", "a", "b", "b", "c")
        await crowd.leave("a", "b", "c", "a", "b")
        assert crowd.served == ["a", "b", "c", "a", "b", "a"]

    asyncio.run(script())


def test_a_queue_of_some_does_not_keep_out_who_has_a_place_for_him() -> None:
    async def script() -> None:
        crowd = Crowd(lane(places=3, queue=2))
        await crowd.come("a", "a", "b", "b")  # the queue is full, and a place is free
        await crowd.come("c")
        assert crowd.served == ["a", "b", "c"]

    asyncio.run(script())


def test_one_client_has_half_of_the_queue() -> None:
    async def script() -> None:
        crowd = Crowd(lane(queue=4))
        await crowd.come("a", "a", "a")
        with pytest.raises(RequestRefused, match="too many of your requests") as refused:
            await crowd.lane.enter("a")
        assert refused.value.status == 429
        assert refused.value.retry_after
        await crowd.come("b")
        assert crowd.served == ["a", "b"]

    asyncio.run(script())


def test_waiting_has_an_end() -> None:
    async def script() -> None:
        short = lane(patience=0.01)
        await short.enter("a")
        with pytest.raises(RequestRefused) as refused:
            await short.enter("a")
        assert refused.value.status == 503
        short.leave("a", 0)
        await short.enter("a")  # who gave up holds no place

    asyncio.run(script())


def test_who_goes_away_while_waiting_leaves_no_gap() -> None:
    async def script() -> None:
        crowd = Crowd(lane(places=1))
        await crowd.come("a", "b", "c")
        crowd.tasks[1].cancel()
        await settle()
        await crowd.leave("a")
        assert crowd.served == ["a", "c"]

    asyncio.run(script())


def test_who_goes_away_as_his_turn_comes_hands_it_on() -> None:
    async def script() -> None:
        crowd = Crowd(lane(places=1))
        await crowd.come("a", "b", "c")
        crowd.lane.leave("a", 0)
        crowd.tasks[1].cancel()
        await settle()
        assert crowd.served == ["a", "c"]

    asyncio.run(script())


def test_what_is_quick_goes_before_what_takes_long_but_not_for_ever() -> None:
    async def script() -> None:
        crowd = Crowd(lane(places=1))
        await crowd.come("first")
        await crowd.come("long", cost=5.0)
        await crowd.come("quick", cost=0.1)
        await crowd.leave("first")
        assert crowd.served == ["first", "quick"]
        for number in range(100):  # a new one each time
            await crowd.come(f"{number}", cost=0.1)
            await crowd.leave(crowd.served[-1])
            if crowd.served[-1] == "long":
                break
        assert crowd.served[-1] == "long"

    asyncio.run(script())
