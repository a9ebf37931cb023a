// One @moq/net peer in a process of its own: node peer-node.mjs publish|subscribe JSON
// A subscriber prints one line of JSON for each frame.

import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

globalThis.WebSocket = WebSocket;
// Node.js 22 has it by itself.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
// The library tells its story on standard output, which is ours.
for (const level of ['log', 'debug', 'info', 'warn']) console[level] = console.error;

const { publish, subscribe } = await import('./peer.js');
const { accessUnits } = await import('./media.mjs');
const [action, json] = process.argv.slice(2);
const options = JSON.parse(json);
const { signal } = new AbortController();
if (action === 'publish') {
  await publish({ ...options, signal, frames: accessUnits(readFileSync(options.clip)) });
} else {
  await subscribe({ ...options, signal, onFrame: (pictures) => process.stdout.write(`${JSON.stringify({ pictures })}\n`) });
}
