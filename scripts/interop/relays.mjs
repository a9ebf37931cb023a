// The relays that media goes through: each start gives one that speaks a single version. Theirs takes WebSocket only
// where that is what is tried, since clients fall back to it on their own.

import { freePort, Program, tryGet, until } from './processes.mjs';

const START_MILLIS = 40_000;

/** @returns {Promise<Relay>} with the URL of each transport; ours is a gateway as well */
export async function startRelay(kind, version, transport, { tools, logs }) {
  const port = await freePort();
  const label = `relay-${kind}-${version}-${transport}`;
  const program = kind === 'moq-relay'
    ? new Program(logs, label, [tools.moqRelay, '--listen', `127.0.0.1:${port}`, '--web-http-listen', `127.0.0.1:${port}`,
      '--listen-tls-generate', 'localhost', '--auth-public', '**', '--listen-version', version],
    { env: { MOQ_WEB_WS: String(transport === 'websocket') } })
    : startGateway(logs, label, tools, port, ['--moq-versions', version, '--quic', kind.endsWith('kwik') ? 'kwik' : 'netty']);
  const certificateHash = await ready(program, port);
  const quicPort = kind.endsWith('kwik') ? port + 1 : port;
  return {
    kind,
    program,
    certificateHash,
    http: `http://127.0.0.1:${port}`,
    gateway: kind === 'moq-relay' ? undefined : `http://127.0.0.1:${port}`,
    dialled: { quic: `moqt://localhost:${port}/`, webtransport: `http://localhost:${port}/`, websocket: `ws://localhost:${port}/` },
    urls: {
      quic: `moqt://127.0.0.1:${quicPort}/`,
      webtransport: `https://127.0.0.1:${quicPort}/`,
      websocket: `ws://127.0.0.1:${port}/`,
    },
    stop: () => program.stop(),
  };
}

/** A gateway on somebody else's relay, over one transport. */
export async function startEdge(relay, version, transport, { tools, logs }) {
  const port = await freePort();
  const program = startGateway(logs, `gateway-${version}-${transport}`, tools, port, [
    '--relay', relay.dialled[transport], '--moq-versions', version,
    '--client-tls-fingerprint', relay.certificateHash]);
  await ready(program, port);
  return { gateway: `http://127.0.0.1:${port}`, program, stop: () => program.stop() };
}

function startGateway(logs, label, tools, port, options) {
  const address = `127.0.0.1:${port}`;
  return new Program(logs, label, [tools.gateway, '--listen', address, '--udp-bind', address, ...options]);
}

async function ready(program, port) {
  return until(async () => {
    if (!program.running) throw new Error(`${program.label} ${program.ending}: ${program.lastWords}`);
    return (await tryGet(`http://127.0.0.1:${port}/certificate.sha256`))?.trim();
  }, START_MILLIS, `the start of ${program.label}`);
}
