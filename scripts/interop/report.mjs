// How the matrix looks on a terminal.

const WIDTH = 10;
const TOKEN_WIDTH = 6;
const CLIENT_WIDTH = 36;
const TRANSPORTS = { quic: 'QUIC', webtransport: 'WebTransport', websocket: 'WebSocket' };

/** One round: publishers down, subscribers across, frames that arrived in each cell; then what went wrong. */
export function printTable({ kind, version, transport, cells }) {
  const ids = [...new Set(cells.map(({ publisher }) => publisher))];
  console.log(`through ${kind}, ${version}, ${TRANSPORTS[transport]} (publishers down, subscribers across, frames)`);
  console.log(['', ...ids].map((text) => text.padEnd(WIDTH)).join(' '));
  for (const publisher of ids) {
    const row = ids.map((subscriber) => shown(cells.find((cell) => cell.publisher === publisher && cell.subscriber === subscriber)));
    console.log([publisher, ...row].map((text) => text.padEnd(WIDTH)).join(' '));
  }
  for (const reason of new Set(cells.filter(({ result }) => result === 'n/a').map((cell) => cell.reason))) console.log(`  n/a: ${reason}`);
  for (const cell of cells.filter(({ result }) => result === 'failed')) {
    console.log(`  FAILED ${cell.publisher} -> ${cell.subscriber}: ${cell.reason}`);
  }
  console.log('');
}

/** Keys and tokens: a row for each pair of who makes the key and who else uses it, algorithms across. */
export function printTokens(cells) {
  const algorithms = [...new Set(cells.map(({ version }) => version))];
  const pairs = [...new Set(cells.map(({ publisher, subscriber }) => `${publisher} -> ${subscriber}`))];
  const width = Math.max(...pairs.map((pair) => pair.length));
  console.log('keys and tokens (who makes the key -> who else signs and verifies with it)');
  console.log([''.padEnd(width), ...algorithms.map((name) => name.padEnd(TOKEN_WIDTH))].join(' '));
  for (const pair of pairs) {
    const row = algorithms.map((name) => shown(cells.find((cell) => cell.version === name && `${cell.publisher} -> ${cell.subscriber}` === pair)));
    console.log([pair.padEnd(width), ...row.map((text) => text.padEnd(TOKEN_WIDTH))].join(' '));
  }
  for (const cell of cells.filter(({ result }) => result !== 'passed')) console.log(`  ${cell.version} ${cell.publisher} -> ${cell.subscriber}: ${cell.reason}`);
  console.log('');
}

/** The client roles: servers down, roles across; then what went wrong and what each process held. */
export function printClients(cells, seconds, relay) {
  const roles = [...new Set(cells.map(({ role }) => role))];
  console.log(`client roles, ${seconds} s of media each (servers down; pictures and frames of sound that came out, missing, pictures sent again, how much later a picture is than its sound)`);
  console.log(['', ...roles].map((text) => text.padEnd(CLIENT_WIDTH)).join(' '));
  for (const server of new Set(cells.map((cell) => cell.server))) {
    const row = roles.map((role) => flowed(cells.find((cell) => cell.server === server && cell.role === role)));
    console.log([server, ...row].map((text) => text.padEnd(CLIENT_WIDTH)).join(' '));
  }
  for (const cell of cells.filter(({ held }) => held)) console.log(`  ${cell.server} ${cell.role}: first frames after ${cell.firstMillis} ms; ${cell.held}`);
  console.log(`  relay: ${relay}`);
  for (const reason of new Set(cells.filter(({ result }) => result === 'n/a').map(({ server, reason: why }) => `${server}: ${why}`))) console.log(`  n/a: ${reason}`);
  for (const cell of cells.filter(({ result }) => result === 'failed')) console.log(`  FAILED ${cell.server} ${cell.role}: ${cell.reason}`);
  console.log('');
}

function flowed({ result, video, audio, missing, again, skew }) {
  if (video === undefined) return { failed: 'FAILED', 'n/a': 'n/a' }[result];
  return `${result === 'passed' ? 'ok' : 'FAILED'} ${video}+${audio}, -${missing}, again ${again}, ${skew ? `${skew.median.toFixed(0)} ms` : '-'}`;
}

function shown({ result, frames }) {
  return { passed: frames === undefined ? 'ok' : `ok ${frames}`, failed: 'FAILED', 'n/a': 'n/a' }[result];
}
