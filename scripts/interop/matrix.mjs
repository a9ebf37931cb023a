// The matrix: every publisher x subscriber, through each relay, for each version and transport.
//
// Usage: node matrix.mjs CONFIG_JSON; prints the matrix, writes results.json beside the logs, exits 1 on a failed cell.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chromium } from './chromium.mjs';
import { accessUnits, pictureHashes } from './media.mjs';
import { peers } from './peers.mjs';
import { startEdge, startRelay } from './relays.mjs';
import { tryGet } from './processes.mjs';
import { printTable, printTokens } from './report.mjs';
import { tokenCells } from './tokens.mjs';

const ENOUGH_FRAMES = 60;
const CELL_MILLIS = 20_000;
const GROUP_FRAMES = 30;

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
mkdirSync(config.logs, { recursive: true });
const clipBytes = readFileSync(config.clip.annexB);
const order = new Map();
for (const [index, { bytes }] of accessUnits(clipBytes).entries()) order.set((await pictureHashes(bytes))[0], index);

/** Checks a subscriber's pictures against the clip: known ones only, each later than the one before. */
class Check {
  frames = 0;
  gaps = 0;
  #last;

  /** @param {number} repeats how often the subscriber may begin once more with a group it has had */
  constructor(repeats = 0) {
    this.repeats = repeats;
  }

  add(hashes) {
    for (const picture of hashes) {
      const index = order.get(picture);
      if (index === undefined) {
        this.wrong ??= `picture ${this.frames + 1} is none of the clip's`;
        return;
      }
      const step = this.#last === undefined ? 1 : (index - this.#last + order.size) % order.size;
      // Late groups may be skipped, but half a clip forward is a step back.
      const back = step === 0 || step > order.size / 2;
      if (back && this.repeats > 0 && index % GROUP_FRAMES === 0) this.repeats -= 1;
      else if (back) this.wrong ??= `picture ${index} came after ${this.#last}`;
      else if (step > 1) this.gaps += 1;
      this.#last = index;
      this.frames += 1;
    }
  }

  get passed() {
    return !this.wrong && this.frames >= ENOUGH_FRAMES;
  }
}

async function runRound(relay, version, transport, chromium) {
  const context = { tools: config.tools, logs: config.logs, clip: config.clip, chromium };
  const all = peers(context);
  const label = `${relay.kind}-${version}-${transport}`;
  const cells = [];
  let edge = relay;
  let edgeFailure;
  if (!relay.gateway && config.tools.gateway) {
    edge = await startEdge(relay, version, transport, context).catch((error) => { edgeFailure = error.message; });
  }
  const round = { relay, edge, version, transport, label };
  const publishers = all.map((peer) => {
    const why = peer.absent(transport) || peer.absentPublisher?.();
    // A name of its own for each round: a relay keeps the broadcast of a killed publisher for a while.
    const name = `interop-${transport}/${peer.id.replace(/\W/g, '')}`;
    if (why || (peer.id === 'gateway' && !edge)) return { peer, name, why, failed: !why && edgeFailure };
    return { peer, name, running: peer.publish({ ...round, name }) };
  });
  await announced(relay, transport, publishers.filter(({ running }) => running));
  for (const publisher of publishers) {
    for (const peer of all) {
      const cell = { relay: relay.kind, version, transport, publisher: publisher.peer.id, subscriber: peer.id };
      cells.push(cell);
      const why = publisher.why || peer.absent(transport) || peer.absentSubscriber?.();
      const failed = publisher.failed || (peer.id === 'gateway' && !edge && edgeFailure);
      if (why) Object.assign(cell, { result: 'n/a', reason: why });
      else if (failed) Object.assign(cell, { result: 'failed', reason: failed });
      else {
        cell.publisherRun = publisher.running;
        cell.check = new Check(peer.repeats);
        cell.running = peer.subscribe({ ...round, name: publisher.name, publisher: publisher.peer.id.replace(/\W/g, '') },
          (hashes) => cell.check.add(hashes));
      }
    }
  }
  await judge(cells.filter(({ running }) => running));
  await Promise.all([...cells.map(({ running }) => running?.stop()), ...publishers.map(({ running }) => running?.stop())]);
  if (edge && edge !== relay) await edge.stop();
  return cells.map(({ running, publisherRun, check, ...cell }) => cell);
}

/** Waits until the relay lists every publisher that still runs, as its HTTP endpoint tells. */
async function announced(relay, transport, publishers) {
  const end = performance.now() + CELL_MILLIS;
  while (performance.now() < end) {
    const names = (await tryGet(`${relay.http}/announced/interop-${transport}`)) ?? '';
    if (publishers.every(({ name, running }) => running.failure() || names.includes(name.split('/').pop()))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until every cell has passed or cannot pass any more. */
async function judge(cells) {
  const begun = performance.now();
  while (cells.some(({ result }) => !result)) {
    const late = performance.now() - begun > CELL_MILLIS;
    for (const cell of cells.filter(({ result }) => !result)) {
      const { check } = cell;
      const failure = cell.publisherRun.failure() ?? cell.running.failure();
      if (check.passed) Object.assign(cell, { result: 'passed', frames: check.frames, gaps: check.gaps });
      else if (check.wrong || failure || late) {
        const reason = check.wrong ?? failure ?? `${check.frames} frames in ${CELL_MILLIS / 1000} s`;
        Object.assign(cell, { result: 'failed', reason, frames: check.frames });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const tokens = await tokenCells(config);
if (tokens.length > 0) printTokens(tokens);

const chromium = config.tools.chromium ? await Chromium.start(config.tools.chromium, config.logs, clipBytes) : undefined;
const results = [...tokens];

async function runOn(kind, version, transport) {
  let relay;
  try {
    relay = await startRelay(kind, version, transport, { tools: config.tools, logs: config.logs });
  } catch (error) {
    results.push({ relay: kind, version, transport, result: 'failed', reason: error.message });
    console.log(`through ${kind}, ${version}, ${transport}: ${error.message}\n`);
    return;
  }
  const cells = await runRound(relay, version, transport, chromium);
  results.push(...cells);
  printTable({ kind, version, transport, cells });
  await relay.stop();
}

for (const kind of config.relays) {
  for (const version of config.versions) {
    for (const transport of config.transports) await runOn(kind, version, transport);
  }
}
await chromium?.stop();
writeFileSync(join(config.logs, 'results.json'), JSON.stringify(results, undefined, 1));
const count = (wanted) => results.filter(({ result }) => result === wanted).length;
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('n/a')} skipped`);
process.exit(count('failed') === 0 ? 0 : 1);
