// The page of chromium.mjs: runs peers on command and reports every quarter of a second.

import { accessUnits } from './media.mjs';
import { publish, subscribe } from './peer.js';
import { play } from './whep.js';

const REPORT_MILLIS = 250;
const frames = accessUnits(new Uint8Array(await (await fetch('/clip.h264')).arrayBuffer()));
const running = new Map();
let reports = [];

async function run({ id, action, options }) {
  const abort = new AbortController();
  running.set(id, abort);
  const onFrame = (pictures) => reports.push({ id, pictures, at: performance.now() });
  const onSound = (sound) => reports.push({ id, sound, at: performance.now() });
  try {
    await { publish, subscribe, play }[action]({ ...options, frames, onFrame, onSound, signal: abort.signal });
    reports.push({ id, done: true });
  } catch (error) {
    if (!abort.signal.aborted) reports.push({ id, error: `${error.name}: ${error.message}` });
  }
}

setInterval(() => {
  if (reports.length === 0) return;
  fetch('/reports', { method: 'POST', body: JSON.stringify(reports) });
  reports = [];
}, REPORT_MILLIS);

for (;;) {
  const commands = await (await fetch('/commands')).json();
  for (const command of commands) {
    if (command.action === 'stop') running.get(command.id)?.abort();
    else run(command);
  }
}
