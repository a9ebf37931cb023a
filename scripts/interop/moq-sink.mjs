// Reads the first video and the first audio rendition of a broadcast over WebSocket and prints one line of JSON for each frame:
// node moq-sink.mjs '{"url", "version", "name"}'

import WebSocket from 'ws';
import { hash, pictureHashes, readVarint, varintLength } from './media.mjs';

globalThis.WebSocket = WebSocket;
// Node.js 22 has it by itself.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
// The library tells its story on standard output, which is ours.
for (const level of ['log', 'debug', 'info', 'warn']) console[level] = console.error;

const { open, catalogOf } = await import('./peer.js');
const options = JSON.parse(process.argv[2]);
const { broadcast } = await open({ ...options, transport: 'websocket' });

async function read(kind, renditions, priority, hashes) {
  const [track, rendition] = Object.entries(renditions)[0];
  if (rendition.container.kind !== 'legacy') throw new Error(`container ${rendition.container.kind}`);
  const media = broadcast.track(track).subscribe({ priority, latencyMax: 5000 });
  for (let group = await media.nextGroup(); group; group = await media.nextGroup()) {
    for (let frame = await group.readFrame(); frame; frame = await group.readFrame()) {
      const micros = Number(readVarint(frame.payload));
      for (const sum of await hashes(frame.payload.subarray(varintLength(frame.payload)))) {
        process.stdout.write(`${JSON.stringify({ kind, hash: sum, seconds: micros / 1e6 })}\n`);
      }
    }
  }
  throw new Error(`the ${kind} track ended`);
}

// A broadcast can be there before its media.
const has = (media) => Object.keys(media?.renditions ?? {}).length > 0;
const catalog = await catalogOf(broadcast, ({ video, audio }) => has(video) && has(audio));
await Promise.all([
  read('video', catalog.video.renditions, 60, pictureHashes),
  read('audio', catalog.audio.renditions, 80, async (payload) => [await hash(payload)]),
]);
