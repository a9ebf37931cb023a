"""One moq-rs peer: python peer.py publish|subscribe JSON

A subscriber prints one line of JSON for each frame.
"""

import asyncio
import hashlib
import json
import sys
import time

import moq

FRAME_SECONDS = 1 / 30


def nal_units(data):
    """NAL units of an Annex B payload, without start codes and the zero bytes before them."""
    starts = []
    at = data.find(b"\x00\x00\x01")
    while at >= 0:
        starts.append(at)
        at = data.find(b"\x00\x00\x01", at + 3)
    ends = starts[1:] + [len(data)]
    return [data[start + 3 : end].rstrip(b"\x00") for start, end in zip(starts, ends)]


def is_picture(unit):
    return unit[0] & 0x1F in (1, 5)


def access_units(clip):
    pending = b""
    for unit in nal_units(clip):
        pending += b"\x00\x00\x00\x01" + unit
        if is_picture(unit):
            yield pending
            pending = b""


def client(options):
    # A WebSocket URL dials nothing else; for the others the fallback would hide a failure.
    websocket = options["transport"] == "websocket"
    return moq.Client(options["url"], tls_verify=False, websocket_enabled=websocket, reconnect=False)


async def publish(options):
    with open(options["clip"], "rb") as file:
        frames = list(access_units(file.read()))
    async with client(options) as session:
        broadcast = session.create_broadcast(options["name"])
        video = broadcast.publish_video(moq.VideoFormat.AVC3)
        broadcast.announce()
        begun = time.monotonic()
        index = 0
        while True:
            video.write_frame(frames[index % len(frames)], round(index * FRAME_SECONDS * 1_000_000))
            index += 1
            await asyncio.sleep(max(0, begun + index * FRAME_SECONDS - time.monotonic()))


async def subscribe(options):
    async with client(options) as session:
        broadcast = await session.announced_broadcast(options["name"])
        catalog = await broadcast.catalog()
        name, track = next(iter(catalog.video.items()))
        media = await broadcast.subscribe_media(name, track, moq.Subscription(max_age_us=2_000_000))
        async for frame in media:
            pictures = [hashlib.sha256(unit).hexdigest()[:16] for unit in nal_units(frame.payload) if is_picture(unit)]
            print(json.dumps({"pictures": pictures}), flush=True)


asyncio.run({"publish": publish, "subscribe": subscribe}[sys.argv[1]](json.loads(sys.argv[2])))
