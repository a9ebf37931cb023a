// WHIP and WHEP servers that the client roles are run against. Each is `{id, absent, start}`: `absent()` says why it cannot take
// part, `start()` gives `{whip(name), whep(name), program, stop}`. All listen on loopback; their media is on `address`, the one of
// the namespace that clients.mjs runs in, since Janus and Pion never use a loopback interface.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, freePort, Program, tryGet, until } from './processes.mjs';

const START_MILLIS = 60_000;
const ROOM = 1;

/** @param {{tools: object, logs: string, address: string}} context */
export function servers(context) {
  return [ours(context), mediaMtx(context), janus(context), pion(context), broadcastBox(context)];
}

/** A gateway: also the relay that every MoQ side of a cell is on. */
export async function startGateway({ tools, logs, address }, label) {
  const port = await freePort();
  const program = new Program(logs, label, [tools.gateway, '--listen', `127.0.0.1:${port}`, '--udp-bind', `${address}:${port}`, '--public']);
  await answering(program, `http://127.0.0.1:${port}/certificate.sha256`);
  const base = `http://127.0.0.1:${port}`;
  return {
    program,
    base,
    relay: `ws://localhost:${port}/`,
    whip: (name) => ({ url: `${base}/whip/${name}` }),
    whep: (name) => ({ url: `${base}/whep/${name}` }),
    stop: () => program.stop(),
  };
}

function ours(context) {
  return { id: 'gateway', absent: () => undefined, start: () => startGateway(context, 'server-gateway') };
}

/** Only when MEDIAMTX names the program: there is no installer for it here. Its paths want a token. */
function mediaMtx({ tools, logs, address }) {
  return {
    id: 'mediamtx',
    absent: () => !tools.mediaMtx && 'MEDIAMTX names no MediaMTX',
    async start() {
      const [http, media, api] = [await freePort(), await freePort(), await freePort()];
      const settings = join(logs, 'mediamtx.yml');
      writeFileSync(settings, `logLevel: info
api: yes
apiAddress: 127.0.0.1:${api}
rtsp: no
rtmp: no
hls: no
srt: no
webrtc: yes
webrtcAddress: 127.0.0.1:${http}
webrtcLocalUDPAddress: ${address}:${media}
webrtcLocalTCPAddress: ${address}:${media}
webrtcIPsFromInterfaces: no
webrtcAdditionalHosts: [${address}]
authInternalUsers:
- {user: any, pass: , permissions: [{action: api}]}
- {user: interop, pass: secret, permissions: [{action: publish}, {action: read}]}
paths: {all_others: }
`);
      const program = new Program(logs, 'server-mediamtx', [tools.mediaMtx, settings]);
      await answering(program, `http://127.0.0.1:${api}/v3/paths/list`);
      const at = (kind) => (name) => ({ url: `http://127.0.0.1:${http}/${name}/${kind}`, token: 'interop:secret' });
      return { program, whip: at('whip'), whep: at('whep'), stop: () => program.stop() };
    },
  };
}

/** Janus with the VideoRoom plugin; janus-whep-server before it, and for WHIP what janus.mjs says. */
function janus({ tools, logs, address }) {
  return {
    id: 'janus',
    absent: () => (!tools.janus && 'Janus is not installed') || (address.startsWith('127.') && 'Janus uses no loopback address'),
    async start() {
      const [webSocket, http] = [await freePort(), await freePort()];
      const program = new Program(logs, 'server-janus',
        [tools.janus, '-o', '-F', janusSettings(join(logs, 'janus'), tools.janusModules, webSocket, address)]);
      await until(() => { alive(program); return accepts(webSocket); }, START_MILLIS, 'the start of Janus');
      const front = new Program(logs, 'server-janus-http', [process.execPath, '--import', './without-unix-sockets.mjs', 'janus.mjs',
        JSON.stringify({ janus: `ws://127.0.0.1:${webSocket}`, port: http, room: ROOM })]);
      await answering(front, `http://127.0.0.1:${http}/whep/healthcheck`);
      const at = (path) => (name) => ({ url: `http://127.0.0.1:${http}/${path}/${name}` });
      const stop = async () => { await front.stop(); await program.stop(); };
      return { program, whip: at('whip'), whep: at('whep/endpoint'), stop };
    },
  };
}

function janusSettings(folder, modules, port, address) {
  mkdirSync(folder, { recursive: true });
  const file = (name, text) => writeFileSync(join(folder, `${name}.jcfg`), text);
  file('janus', `general: { configs_folder = "${folder}", plugins_folder = "${modules}/plugins", transports_folder = "${modules}/transports" }
media: { ipv6 = false }
nat: { ice_enforce_list = "${address}", ignore_mdns = true }
plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so" }
transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }
`);
  file('janus.transport.websockets', `general: { ws = true, ws_port = ${port}, ws_ip = "127.0.0.1" }\n`);
  file('janus.plugin.videoroom', `room-${ROOM}: { publishers = 20, audiocodec = "opus", videocodec = "h264" }\n`);
  return folder;
}

/** Pion's example server: a single stream on a fixed port, and neither PATCH nor DELETE. */
function pion({ tools, logs, address }) {
  return {
    id: 'pion',
    single: true,
    absent: () => (!tools.whipWhep && 'whip-whep is not installed') || (address.startsWith('127.') && 'Pion uses no loopback address'),
    async start() {
      const program = new Program(logs, 'server-pion', [tools.whipWhep]);
      await until(() => { alive(program); return accepts(8080); }, START_MILLIS, 'the start of whip-whep');
      const at = (path) => () => ({ url: `http://127.0.0.1:8080/${path}` });
      return { program, whip: at('whip'), whep: at('whep'), stop: () => program.stop() };
    },
  };
}

/** The bearer token is the stream's name. It wants a settings file, if only an empty one, where it runs. */
function broadcastBox({ tools, logs, address }) {
  return {
    id: 'broadcast-box',
    absent: () => !tools.broadcastBox && 'Broadcast Box is not installed',
    async start() {
      const [http, media] = [await freePort(), await freePort()];
      const folder = join(logs, 'broadcast-box');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, '.env.production'), '');
      const program = new Program(logs, 'server-broadcast-box', [tools.broadcastBox], { cwd: folder, env: {
        HTTP_ADDRESS: `127.0.0.1:${http}`, UDP_MUX_PORT: `${media}`, NAT_1_TO_1_IP: address, INCLUDE_LOOPBACK_CANDIDATE: 'TRUE',
        NETWORK_TEST_ON_START: 'false', DISABLE_FRONTEND: 'TRUE' } });
      await until(() => { alive(program); return accepts(http); }, START_MILLIS, 'the start of Broadcast Box');
      const at = (path) => (name) => ({ url: `http://127.0.0.1:${http}/api/${path}`, token: name });
      return { program, whip: at('whip'), whep: at('whep'), stop: () => program.stop() };
    },
  };
}

function alive(program) {
  if (!program.running) throw new Error(`${program.label} ${program.ending}: ${program.lastWords}`);
}

async function answering(program, url) {
  await until(() => { alive(program); return tryGet(url); }, START_MILLIS, `the start of ${program.label}`);
}
