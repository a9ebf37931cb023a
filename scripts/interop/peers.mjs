// What can publish and subscribe. Each is `{id, publish, subscribe, absent}`: `absent(transport)` says why it cannot take
// part, `publish` and `subscribe` give `{stop, failure}`; a subscriber calls `onPictures(hashes)` for each frame.

import { readFileSync } from 'node:fs';
import { accessUnits, isPicture, nalUnits, hash } from './media.mjs';
import { Program } from './processes.mjs';

const FRAME_MILLIS = 1000 / 30;

/** @param {Context} context tools, logs, clip, chromium */
export function peers(context) {
  return [moqCli(context), moqNet(context), moqRs(context), gateway(context)];
}

function moqCli({ tools, logs, clip }) {
  const side = ({ relay, transport, version, name }) => [
    tools.moq, '--log-level', 'warn', '--connect', relay.urls[transport], '--connect-version', version,
    '--connect-tls-fingerprint', relay.certificateHash, `--connect-websocket-enabled=${transport === 'websocket'}`,
    '--connect-websocket-delay', '0s', '--broadcast', name];
  return {
    id: 'moq-cli',
    // It subscribes again when the catalog changes, and gets the newest group from its start again.
    repeats: 3,
    absent: () => !tools.moq && 'moq-cli is not installed',
    publish(round) {
      const program = new Program(logs, `${round.label}-pub-moq-cli`, [...side(round), 'import', 'avc3'], { stdin: 'pipe' });
      const timer = paced(accessUnits(readFileSync(clip.annexB)), (bytes) => program.child.stdin.write(bytes));
      program.child.stdin.on('error', () => clearInterval(timer));
      return { ...failing(program), stop: () => { clearInterval(timer); return program.stop(); } };
    },
    subscribe(round, onPictures) {
      const scanner = new PictureScanner(onPictures);
      const program = new Program(logs, `${round.label}-sub-moq-cli-${round.publisher}`, [...side(round), 'export', 'h264'],
        { onOutput: (chunk) => scanner.add(chunk) });
      return { ...failing(program), stop: () => program.stop() };
    },
  };
}

function moqNet({ tools, logs, clip, chromium }) {
  const options = ({ relay, transport, version, name }) => ({
    transport, version, name, url: relay.urls[transport], certificateHash: relay.certificateHash, clip: clip.annexB });
  const script = new URL('peer-node.mjs', import.meta.url).pathname;
  const inNode = (round, action, more) => {
    const label = `${round.label}-${action}-moq-net${round.publisher ? `-${round.publisher}` : ''}`;
    const program = new Program(logs, label, [process.execPath, script, action, JSON.stringify(options(round))], more);
    return { ...failing(program), stop: () => program.stop() };
  };
  const inPage = (round, action, onReport) => {
    let error;
    const run = chromium.run(action, options(round), (report) => { error ??= report.error; onReport?.(report); });
    return { stop: run.stop, failure: () => error };
  };
  return {
    id: '@moq/net',
    absent(transport) {
      if (transport === 'quic') return '@moq/net has no raw QUIC';
      if (transport === 'webtransport' && !chromium) return 'Node.js has no WebTransport, and there is no Chromium';
      return undefined;
    },
    publish: (round) => (round.transport === 'websocket' ? inNode(round, 'publish') : inPage(round, 'publish')),
    subscribe: (round, onPictures) => (round.transport === 'websocket'
      ? inNode(round, 'subscribe', { onOutput: lines(({ pictures }) => onPictures(pictures)) })
      : inPage(round, 'subscribe', ({ pictures }) => pictures && onPictures(pictures))),
  };
}

function moqRs({ tools, logs, clip }) {
  const script = new URL('peer.py', import.meta.url).pathname;
  const run = (round, action, more) => {
    const options = { transport: round.transport, url: round.relay.urls[round.transport], name: round.name, clip: clip.annexB };
    const label = `${round.label}-${action}-moq-rs${round.publisher ? `-${round.publisher}` : ''}`;
    const program = new Program(logs, label, [tools.python, script, action, JSON.stringify(options)], more);
    return { ...failing(program), stop: () => program.stop() };
  };
  return {
    id: 'moq-rs',
    absent: () => !tools.python && 'moq-rs is not installed',
    publish: (round) => run(round, 'publish'),
    subscribe: (round, onPictures) => run(round, 'subscribe', { onOutput: lines(({ pictures }) => onPictures(pictures)) }),
  };
}

/** The gateway: FFmpeg publishes to it over WHIP, Chromium plays it over WHEP. */
function gateway({ tools, logs, clip, chromium }) {
  return {
    id: 'gateway',
    absent: () => !tools.gateway && 'the gateway does not build here',
    absentPublisher: () => !tools.ffmpeg && 'there is no FFmpeg with WHIP',
    absentSubscriber: () => !chromium && 'there is no Chromium',
    publish(round) {
      const command = [tools.ffmpeg.program, '-hide_banner', '-nostdin', '-loglevel', 'warning', '-re', '-stream_loop', '-1',
        '-i', clip.mp4, '-c', 'copy', '-f', 'whip', `${round.edge.gateway}/whip/${round.name}`];
      const program = new Program(logs, `${round.label}-pub-gateway`, command, { env: tools.ffmpeg.env });
      return { ...failing(program), stop: () => program.stop() };
    },
    subscribe(round, onPictures) {
      let error;
      const run = chromium.run('play', { endpoint: `${round.edge.gateway}/whep/${round.name}` },
        (report) => { error ??= report.error; if (report.pictures) onPictures(report.pictures); });
      return { stop: run.stop, failure: () => error };
    },
  };
}

function failing(program) {
  return { failure: () => (program.running ? undefined : `${program.ending}: ${program.lastWords}`) };
}

function paced(frames, write) {
  const begun = performance.now();
  let index = 0;
  return setInterval(() => {
    while (performance.now() - begun >= index * FRAME_MILLIS) write(frames[index++ % frames.length].bytes);
  }, FRAME_MILLIS / 3);
}

/** Calls back with each line of JSON. */
export function lines(onObject) {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    parts.forEach((part) => onObject(JSON.parse(part)));
  };
}

/** Finds pictures in an Annex B stream that arrives in pieces. */
class PictureScanner {
  #rest = Buffer.alloc(0);
  #chain = Promise.resolve();

  constructor(onPictures) {
    this.onPictures = onPictures;
  }

  add(chunk) {
    const bytes = Buffer.concat([this.#rest, chunk]);
    // The last NAL unit is complete only when the next one begins.
    const last = bytes.lastIndexOf(Buffer.from([0, 0, 1]));
    if (last <= 0) {
      this.#rest = bytes;
      return;
    }
    this.#rest = bytes.subarray(last);
    for (const unit of nalUnits(bytes.subarray(0, last)).filter(isPicture)) {
      this.#chain = this.#chain.then(async () => this.onPictures([await hash(unit)]));
    }
  }
}
