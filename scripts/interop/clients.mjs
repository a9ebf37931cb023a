// The client roles against WHIP and WHEP servers: node clients.mjs CONFIG_JSON. Three cells for each server, started one by one, flowing
// side by side:
//
//   publish    FFmpeg -> gateway -> `client publish` -> server -> Chromium (WHEP)
//   subscribe  FFmpeg -> server -> `client subscribe` -> gateway -> @moq/net
//   both       what `publish` brought to the server -> `client subscribe` -> gateway -> @moq/net
//
// A cell passes when as many of the clip's frames came out as went in meanwhile, in order, sound and picture together.
// Prints a matrix, writes clients.json beside the logs, exits 1 on a failed cell.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chromium } from './chromium.mjs';
import { Flow, readClip } from './flow.mjs';
import { lines } from './peers.mjs';
import { Program, until } from './processes.mjs';
import { printClients } from './report.mjs';
import { grown, holdings, leaks } from './resources.mjs';
import { servers, startGateway } from './servers.mjs';

const BEGIN_MILLIS = 60_000;
const SETTLE_MILLIS = 10_000;
const FRAMES_PER_SECOND = { video: 30, audio: 50 };
const ENOUGH = 0.97;
const MOST_SKEW_MILLIS = 40;
// Chromium hands out sound as it comes.
const LATE_SOUND = 50;
const VERSION = 'moq-lite-05';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { tools, logs, clip, flowSeconds } = config;
mkdirSync(logs, { recursive: true });
const known = await readClip(clip.annexB, clip.sums);
const relay = await startGateway(config, 'clients-relay');
const chromium = tools.chromium && await Chromium.start(tools.chromium, logs, readFileSync(clip.annexB));
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** FFmpeg plays the clip round and round to a WHIP endpoint. */
function source(label, { url, token }) {
  return new Program(logs, `clients-${label}-source`, [tools.ffmpeg.program, '-hide_banner', '-nostdin', '-loglevel', 'warning', '-re',
    '-stream_loop', '-1', '-i', clip.withSound, '-c', 'copy', ...(token ? ['-authorization', token] : []), '-f', 'whip', url], { env: tools.ffmpeg.env });
}

function client(label, role, { url, token }, broadcast) {
  return new Program(logs, `clients-${label}`, [tools.gateway, 'client', '--url', url, ...(token ? ['--token', token] : []),
    '--broadcast', broadcast, '--relay', relay.relay, '--moq-versions', VERSION, role]);
}

/** @moq/net on the relay; frames count by the times that they are to be shown at. */
function moqSink(label, name, flow) {
  const program = new Program(logs, `clients-${label}-sink`, [process.execPath, 'moq-sink.mjs',
    JSON.stringify({ url: relay.relay, version: VERSION, name })],
  { onOutput: lines(({ kind, hash, seconds }) => flow.add(kind, hash, seconds)) });
  return { failure: () => (program.running ? undefined : `${program.label} ${program.ending}: ${program.lastWords}`), stop: () => program.stop() };
}

/** Chromium; frames count by the times that they came at. */
function whepSink({ url, token }, flow) {
  let error;
  const run = chromium.run('play', { endpoint: url, token, audio: true }, (report) => {
    error ??= report.error;
    report.pictures?.forEach((picture) => flow.add('video', picture, report.at / 1000));
    if (report.sound) flow.add('audio', report.sound, report.at / 1000);
  });
  return { failure: () => error, stop: run.stop };
}

/** Starts what a cell is made of. @returns {{programs: Program[], clients: Program[], sink: object, flow: Flow}} */
const roles = {
  publish(server, label) {
    const flow = new Flow(known, { lateSound: LATE_SOUND });
    const pushing = client(label, 'publish', server.running.whip(`cell-${server.id}`), 'source');
    return { flow, clients: [pushing], programs: [pushing], sink: whepSink(server.running.whep(`cell-${server.id}`), flow) };
  },
  subscribe(server, label) {
    const flow = new Flow(known);
    const from = source(label, server.running.whip(`plain-${server.id}`));
    const pulling = client(label, 'subscribe', server.running.whep(`plain-${server.id}`), label);
    return { flow, clients: [pulling], programs: [from, pulling], sink: moqSink(label, label, flow) };
  },
  both(server, label) {
    const flow = new Flow(known);
    const pulling = client(label, 'subscribe', server.running.whep(`cell-${server.id}`), label);
    return { flow, clients: [pulling], programs: [pulling], sink: moqSink(label, label, flow) };
  },
};

function absent(server, role) {
  if (role !== 'subscribe' && !chromium) return 'there is no Chromium';
  return role === 'subscribe' && server.single && 'the server has one stream only: see "both"';
}

/** @param {object[]} started gets what was started; it goes on, since what one cell publishes another one plays */
async function runCell(server, role, started) {
  const cell = { server: server.id, role };
  const why = absent(server, role);
  if (why) return { ...cell, result: 'n/a', reason: why };
  try {
    const parts = await inTurn(async () => {
      const made = roles[role](server, `${role}-${server.id}`);
      started.push(made);
      cell.firstMillis = await begin(made);
      return made;
    });
    await sleep(SETTLE_MILLIS);
    return { ...cell, ...await measured(parts) };
  } catch (error) {
    return { ...cell, result: 'failed', reason: error.message };
  }
}

async function runServer(server) {
  const why = server.absent();
  const every = (more) => Object.keys(roles).map((role) => ({ server: server.id, role, ...more }));
  if (why) return every({ result: 'n/a', reason: why });
  const started = [];
  try {
    server.running = await inTurn(() => server.start());
    return await Promise.all(Object.keys(roles).map((role) => runCell(server, role, started)));
  } catch (error) {
    return every({ result: 'failed', reason: error.message });
  } finally {
    for (const { sink, programs } of started.reverse()) {
      await sink.stop();
      await Promise.all(programs.map((program) => program.stop()));
    }
    await server.running?.stop();
  }
}

/** One start at a time: a dozen virtual machines that start at once leave each other's peers waiting. */
let starting = Promise.resolve();
function inTurn(start) {
  const mine = starting.then(start);
  starting = mine.catch(() => {});
  return mine;
}

/** Waits until there was picture and sound. @returns {Promise<number>} the milliseconds that it took */
async function begin(parts) {
  const begun = performance.now();
  await until(() => parts.flow.begun || failure(parts), BEGIN_MILLIS, 'the first picture and sound').catch((error) => {
    const { video, audio } = parts.flow;
    throw new Error(`${error.message} (${video.frames} pictures, ${audio.frames} of sound; ${parts.clients[0].lastWords})`);
  });
  const why = failure(parts);
  if (why) throw new Error(why);
  return Math.round(performance.now() - begun);
}

function failure({ sink, programs }) {
  return sink.failure() ?? programs.filter(({ running }) => !running)
    .map(({ label, ending, lastWords }) => `${label} ${ending}: ${lastWords}`)[0];
}

/** Counts for as long as media is to flow. */
async function measured(parts) {
  const { flow, clients } = parts;
  const pid = clients[0].child.pid;
  const before = await holdings(pid, tools.jcmd);
  const frames = () => ({ video: flow.video.frames, audio: flow.audio.frames, missing: flow.video.missing + flow.audio.missing,
    again: flow.video.again });
  const first = frames();
  const begun = performance.now();
  while (performance.now() - begun < flowSeconds * 1000 && !failure(parts)) await sleep(100);
  const seconds = (performance.now() - begun) / 1000;
  const last = frames();
  const got = { video: last.video - first.video, audio: last.audio - first.audio, missing: last.missing - first.missing,
    again: last.again - first.again };
  const after = await holdings(pid, tools.jcmd);
  const reason = failure(parts) ?? fault(flow, got, seconds) ?? (leaks(before, after) ? `it holds more at the end: ${grown(before, after)}` : undefined);
  return { result: reason ? 'failed' : 'passed', reason, seconds: Math.round(seconds), ...got, skew: flow.skew, held: grown(before, after) };
}

function fault(flow, got, seconds) {
  for (const kind of ['video', 'audio']) {
    const { unknown, backwards } = flow[kind];
    if (unknown > 0) return `${unknown} frames of ${kind} are none of the clip's`;
    if (backwards > 0) return `${kind} went back ${backwards} times`;
    const due = FRAMES_PER_SECOND[kind] * seconds;
    if (got[kind] < ENOUGH * due) return `${got[kind]} frames of ${kind} in ${Math.round(seconds)} s, ${Math.round(due)} were sent`;
  }
  if (!flow.skew) return 'no picture and sound of the same moment';
  if (Math.abs(flow.skew.median) >= MOST_SKEW_MILLIS) return `picture and sound are ${flow.skew.median.toFixed(0)} ms apart`;
  return undefined;
}

const relayBefore = await holdings(relay.program.child.pid, tools.jcmd);
const feeding = source('relay', relay.whip('source'));
const results = [];
const runs = servers(config).filter(({ id }) => config.servers.includes(id)).map(runServer);
for (const cells of await Promise.all(runs)) results.push(...cells);
await feeding.stop();
await chromium?.stop();
await sleep(2000);
const relayAfter = await holdings(relay.program.child.pid, tools.jcmd);
await relay.stop();
printClients(results, flowSeconds, grown(relayBefore, relayAfter));
writeFileSync(join(logs, 'clients.json'), JSON.stringify(results, undefined, 1));
const count = (wanted) => results.filter(({ result }) => result === wanted).length;
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('n/a')} skipped`);
process.exit(count('failed') === 0 ? 0 : 1);
