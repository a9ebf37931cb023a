// Loaded before janus.mjs. Janode wants unix-dgram, a package that is compiled when it is installed; nothing is compiled
// here, and Janus is reached over WebSocket.

import { register } from 'node:module';

const hooks = `export function resolve(specifier, context, next) {
  if (specifier === 'unix-dgram') return { url: 'data:text/javascript,export const createSocket = undefined', shortCircuit: true };
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
