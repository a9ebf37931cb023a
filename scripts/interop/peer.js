// @moq/net as publisher and as subscriber; runs in Node.js (over WebSocket) and in a browser (over WebTransport).

import { Broadcast, Connection, Path, Time } from '@moq/net';
import Session from '@moq/qmux';
import { pictureHashes, varint, varintLength } from './media.mjs';

const FRAME_MILLIS = 1000 / 30;

/** A transport that can only agree on the one version. */
async function dial({ transport, url, version, certificateHash }) {
  if (transport === 'websocket') {
    const session = new Session(url, { protocols: [version], versions: { [version]: null } });
    await session.ready;
    return session;
  }
  const session = new WebTransport(url, {
    protocols: [version],
    serverCertificateHashes: [{ algorithm: 'sha-256', value: Uint8Array.from(certificateHash.match(/../g), (x) => parseInt(x, 16)) }],
  });
  await session.ready;
  return session;
}

async function connect(options) {
  const connection = await Connection.connect(new URL(options.url), { transport: await dial(options) });
  if (connection.version !== options.version) throw new Error(`agreed on ${connection.version}`);
  return connection;
}

/** Publishes the clip until `signal` aborts. */
export async function publish({ name, frames, signal, ...options }) {
  const connection = await connect(options);
  const broadcast = new Broadcast.Producer();
  // A track forgets its groups by age, also the only one.
  broadcast.createTrack('catalog.json', { latencyMax: 3_600_000 }).writeJson({
    video: { renditions: { video: { codec: 'avc3.42c01e', codedWidth: 640, codedHeight: 360, container: { kind: 'legacy' } } } },
  });
  const video = broadcast.createTrack('video', { timescale: Time.Timescale.MICRO });
  connection.publish(Path.from(name), broadcast);
  let group;
  const begun = performance.now();
  for (let index = 0; !signal.aborted; index += 1) {
    const { bytes, keyframe } = frames[index % frames.length];
    const micros = Math.round(index * FRAME_MILLIS * 1000);
    const prefix = varint(micros);
    const payload = new Uint8Array(prefix.length + bytes.length);
    payload.set(prefix);
    payload.set(bytes, prefix.length);
    if (keyframe) {
      group?.close();
      group = video.appendGroup();
    }
    group.writeFrame({ payload, timestamp: Time.Timestamp.fromMicros(micros) });
    const due = begun + (index + 1) * FRAME_MILLIS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  connection.close();
}

/** Reads the first video rendition and calls `onFrame(hashes)` for each frame, until `signal` aborts. */
export async function subscribe({ name, onFrame, signal, ...options }) {
  const { connection, broadcast } = await open({ name, ...options });
  signal.addEventListener('abort', () => connection.close());
  const catalog = await catalogOf(broadcast, () => true);
  const [track, rendition] = Object.entries(catalog.video.renditions)[0];
  if (rendition.container.kind !== 'legacy') throw new Error(`container ${rendition.container.kind}`);
  const video = broadcast.track(track).subscribe({ priority: 60, latencyMax: 2000 });
  for (;;) {
    const group = await video.nextGroup();
    if (!group) return;
    for (let frame = await group.readFrame(); frame; frame = await group.readFrame()) {
      await onFrame(await pictureHashes(frame.payload.subarray(varintLength(frame.payload))));
    }
  }
}

/** Connects and waits until the broadcast is announced. */
export async function open({ name, ...options }) {
  const connection = await connect(options);
  const path = Path.from(name);
  await announced(connection, path);
  return { connection, broadcast: connection.consume(path) };
}

/** The first catalog that `suits`. */
export async function catalogOf(broadcast, suits) {
  const catalogs = broadcast.track('catalog.json').subscribe({ priority: 100 });
  for (;;) {
    const catalog = await catalogs.readJson();
    if (!catalog) throw new Error('the catalog ended');
    if (suits(catalog)) return catalog;
  }
}

async function announced(connection, path) {
  const announcements = connection.announced();
  for (;;) {
    const event = await announcements.next();
    if (!event) throw new Error('the session ended before the broadcast was announced');
    if (event.active && event.path === path) return;
  }
}
