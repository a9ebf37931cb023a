// What the MoQ player and publisher share: whether this browser can, the modules of the build, the relay's URL.

const MODULES = '/assets/moq/';

/** Why MoQ cannot be used here. Has `title` and `detail` for people, like a refusal of the gateway. */
export class MoqUnavailable extends Error {
  name = 'MoqUnavailable';

  constructor(title, detail) {
    super(title);
    this.title = title;
    this.detail = detail;
  }
}

/** Whether the modules are part of this build. */
export async function isBundled() {
  try {
    return (await fetch(`${MODULES}watch.js`, { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
}

/**
 * Loads `watch.js` or `publish.js`, which register their element.
 *
 * @throws {MoqUnavailable} when the build or the browser has not what it takes
 */
export async function loadModule(name) {
  if (!window.isSecureContext) {
    throw new MoqUnavailable('MoQ needs a secure page', 'Browsers offer it on https:// and on localhost only. Open this page that way, or choose WebRTC.');
  }
  if (!('VideoDecoder' in window)) {
    throw new MoqUnavailable('This browser has no WebCodecs', 'MoQ players decode with it. Use a newer browser, or choose WebRTC.');
  }
  if (!(await isBundled())) {
    throw new MoqUnavailable('The MoQ player was not bundled',
      'This gateway was built without Node.js. Install Node.js and build again, or choose WebRTC.');
  }
  await import(`${MODULES}${name}`);
}

/**
 * The relay that the page's gateway is: its own origin at the root, the page's `jwt` with it. Query parameter `relay`
 * names another one. An `http://` URL makes the client fetch the certificate's fingerprint from it first.
 *
 * @returns {Promise<{url: string, webtransport?: object, websocket?: object}>} what `dial` takes
 */
export async function relay(query) {
  const url = new URL(query.get('relay') ?? '/', location.origin);
  if (query.has('jwt')) url.searchParams.set('jwt', query.get('jwt'));
  if (url.protocol === 'http:' && url.hostname === 'localhost') await preferIpv4(url);
  return query.has('relay') ? { url: url.href } : ownRelay(url);
}

/** Lets an element of the modules connect. */
export function dial(element, { url, webtransport, websocket }) {
  element.connection.webtransport = webtransport;
  element.connection.websocket = websocket;
  element.url = url;
}

/** WebTransport has the port of HTTP, unless the gateway says otherwise. */
async function ownRelay(url) {
  const { quic } = await config();
  // Nobody is there for WebTransport: WebSocket needs not wait for it.
  if (quic === null) return { url: url.href, websocket: { delay: 0 } };
  const port = url.port || { 'http:': '80', 'https:': '443' }[url.protocol];
  if (!quic || String(quic.port) === port) return { url: url.href };
  const webtransport = quic.selfSigned ? { serverCertificateHashes: [{ value: await fingerprint() }] } : undefined;
  const websocket = { url: new URL(url) };
  websocket.url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const ofQuic = new URL(url);
  ofQuic.protocol = 'https:';
  ofQuic.port = quic.port;
  return { url: ofQuic.href, webtransport, websocket };
}

/** What the gateway tells of itself; nothing while it does not answer. */
async function config() {
  try {
    const response = await fetch('/api/config', { cache: 'no-store' });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** Asked for once: when the certificate is renewed, WebSocket takes over until the page is opened again. */
async function fingerprint() {
  return (await (await fetch('/certificate.sha256', { cache: 'no-store' })).text()).trim();
}

/**
 * A browser tries every address of `localhost` over TCP, but only the first, IPv6, over QUIC; a server that was told
 * to listen on localhost has IPv4.
 */
async function preferIpv4(url) {
  const ipv4 = new URL('/certificate.sha256', url);
  ipv4.hostname = '127.0.0.1';
  try {
    if ((await fetch(ipv4, { signal: AbortSignal.timeout(1000) })).ok) url.hostname = ipv4.hostname;
  } catch {
    // It listens on IPv6, or does not let other origins ask: then the name has to do.
  }
}

/** "moq-lite-05 over WebTransport", as far as it is known. */
export function protocolName(connection) {
  const names = { webtransport: 'WebTransport', websocket: 'WebSocket' };
  const transport = names[connection.transport] ?? connection.transport;
  return [connection.version, transport].filter(Boolean).join(' over ');
}
