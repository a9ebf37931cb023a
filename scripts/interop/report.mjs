// How the matrix looks on a terminal.

const WIDTH = 10;
const TOKEN_WIDTH = 6;
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

function shown({ result, frames }) {
  return { passed: frames === undefined ? 'ok' : `ok ${frames}`, failed: 'FAILED', 'n/a': 'n/a' }[result];
}
