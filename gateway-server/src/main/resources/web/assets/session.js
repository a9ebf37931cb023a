// What WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) have in common: one offer by POST, candidates by
// PATCH (RFC 8840), the end by DELETE. One object is one session; it never reconnects.

const SDP = 'application/sdp';
const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag';
const CONNECT_MILLIS = 12_000;
const DISCONNECTED_MILLIS = 2500;
const CANDIDATE_BATCH_MILLIS = 20;

/** An answer other than 2xx; carries the problem details (RFC 9457) when the server sent them. */
export class Problem extends Error {
  constructor(status, title, detail, retryAfterMillis) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfterMillis = retryAfterMillis;
  }

  static async from(response) {
    let body = {};
    try {
      if (/[/+]json\b/.test(response.headers.get('Content-Type') ?? '')) body = await response.json();
    } catch {
      // A broken error body does not change what the status says.
    }
    const title = body.title || response.statusText || `HTTP ${response.status}`;
    return new Problem(response.status, title, body.detail ?? '', retryAfter(response.headers.get('Retry-After')));
  }

  /** Whether the same request can succeed later, without anything else changed by the user. */
  get temporary() {
    return this.status >= 500 || [404, 408, 409, 425, 429].includes(this.status);
  }
}

function retryAfter(value) {
  if (!value) return undefined;
  const millis = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(millis) ? Math.max(0, millis) : undefined;
}

/** ICE servers of Link header fields (RFC 9725 §4.6): `<stun:host>; rel="ice-server"; username="…"`. */
export function iceServersOf(linkHeader) {
  const servers = [];
  for (const link of (linkHeader ?? '').matchAll(/<([^>]+)>((?:[^,"]|"(?:[^"\\]|\\.)*")*)/g)) {
    const parameters = {};
    for (const [, name, quoted, token] of link[2].matchAll(/;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]+))/g)) {
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? token;
    }
    if (parameters.rel !== 'ice-server') continue;
    const server = { urls: link[1] };
    if (parameters.username) Object.assign(server, { username: parameters.username, credential: parameters.credential });
    servers.push(server);
  }
  return servers;
}

export class Session {
  #url;
  #etag;
  #token;
  #candidates = [];
  #batchTimer;
  #patches = Promise.resolve();
  #trickles = true;
  #end;

  /** The session's own URL. */
  get url() {
    return this.#url;
  }

  /**
   * Offers what `pc` holds and applies the answer. The offer goes out before candidates are gathered: the
   * answer may name ICE servers to gather with, and the gateway's own candidates are enough to connect.
   *
   * @param {RTCPeerConnection} pc owned by the session from here on, closed when this fails
   * @param {{endpoint: string, token?: string, signal?: AbortSignal, editOffer?: (sdp: string) => string,
   *     editAnswer?: (sdp: string) => string}} options
   * @throws {Problem} the server refused
   */
  static async open(pc, options) {
    const session = new Session(pc, options.token);
    try {
      await session.#negotiate(options);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Use {@link Session.open}. */
  constructor(pc, token) {
    this.pc = pc;
    this.#token = token;
    /** Resolves once, with the reason: `closed`, `remote-closed`, `failed`, `disconnected`, `timeout`, or the caller's. */
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async #negotiate({ endpoint, signal, editOffer = (sdp) => sdp, editAnswer = (sdp) => sdp }) {
    const offer = await this.pc.createOffer();
    const sdp = editOffer(offer.sdp);
    const response = await this.#post(endpoint, sdp, signal);
    const location = response.headers.get('Location');
    this.#url = location ? new URL(location, response.url).href : undefined;
    this.#etag = response.headers.get('ETag');
    const answer = await response.text();
    // The server has made the session by now: an abort has to end it there, which close() does.
    signal?.throwIfAborted();

    const iceServers = iceServersOf(response.headers.get('Link'));
    if (iceServers.length > 0) this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers });
    this.#gather();
    await this.pc.setLocalDescription({ type: 'offer', sdp });
    await this.pc.setRemoteDescription({ type: 'answer', sdp: editAnswer(answer) });
    this.#watch();
  }

  async #post(endpoint, sdp, signal) {
    const deadline = AbortSignal.timeout(CONNECT_MILLIS);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: this.#headers({ 'Content-Type': SDP, Accept: SDP }),
      body: sdp,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (response.status !== 201) throw await Problem.from(response);
    return response;
  }

  #headers(headers) {
    return this.#token ? { ...headers, Authorization: `Bearer ${this.#token}` } : headers;
  }

  // --- candidates ---

  #gather() {
    this.pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate) this.#candidates.push(candidate);
      clearTimeout(this.#batchTimer);
      if (candidate) this.#batchTimer = setTimeout(() => this.#sendCandidates(false), CANDIDATE_BATCH_MILLIS);
      else this.#sendCandidates(true);
    });
  }

  #sendCandidates(last) {
    const candidates = this.#candidates.splice(0);
    // One at a time: the server must not see the end of candidates before the candidates.
    this.#patches = this.#patches.then(() => this.#patch(fragment(this.pc.localDescription?.sdp ?? '', candidates, last)));
  }

  async #patch(body) {
    if (!this.#url || !this.#trickles) return;
    const headers = this.#headers({ 'Content-Type': SDP_FRAGMENT });
    if (this.#etag) headers['If-Match'] = this.#etag;
    try {
      const response = await fetch(this.#url, { method: 'PATCH', headers, body });
      // A server without trickle says so once; its own candidates then have to do.
      this.#trickles = response.ok;
    } catch {
      this.#trickles = false;
    }
  }

  /**
   * Why the session carries less than it might, as the gateway sees it.
   *
   * @returns {Promise<{code: string, text: string}[] | undefined>} undefined when the server does not tell
   */
  async problems() {
    if (!this.#url) return undefined;
    try {
      const response = await fetch(this.#url, { headers: this.#headers({ Accept: 'application/json' }) });
      return response.status === 200 ? (await response.json()).problems : undefined;
    } catch {
      return undefined;
    }
  }

  // --- the end ---

  #watch() {
    const { pc } = this;
    let grace;
    const connecting = setTimeout(() => this.close('timeout'), CONNECT_MILLIS);
    pc.addEventListener('connectionstatechange', () => {
      clearTimeout(grace);
      if (pc.connectionState !== 'connecting') clearTimeout(connecting);
      if (pc.connectionState === 'failed') this.close('failed');
      if (pc.connectionState === 'disconnected') grace = setTimeout(() => this.close('disconnected'), DISCONNECTED_MILLIS);
    });
    this.ended.then(() => {
      clearTimeout(connecting);
      clearTimeout(grace);
    });
    for (const { sender, receiver } of pc.getTransceivers()) {
      const transport = sender.transport ?? receiver.transport;
      // An orderly end by the server is a DTLS close_notify, which leaves the connection state alone.
      transport?.addEventListener('statechange', () => transport.state === 'closed' && this.close('remote-closed'));
    }
  }

  /**
   * Ends the session here and at the server. Idempotent.
   *
   * @param {string} reason what `ended` resolves with
   * @param {boolean} unloading the page is going away: the request must outlive it
   */
  close(reason = 'closed', unloading = false) {
    this.#end(reason);
    clearTimeout(this.#batchTimer);
    this.#trickles = false;
    this.pc.close();
    const url = this.#url;
    this.#url = undefined;
    // The server may have ended it already (404) or be gone: both leave nothing to end.
    if (url) fetch(url, { method: 'DELETE', headers: this.#headers({}), keepalive: unloading }).catch(() => {});
  }
}

/** The SDP fragment for candidates of a bundled session: all of them belong to the first media section. */
function fragment(sdp, candidates, last) {
  const line = (pattern) => pattern.exec(sdp)?.[0];
  const lines = [
    line(/^a=group:BUNDLE .*$/m),
    line(/^a=ice-ufrag:.*$/m),
    line(/^a=ice-pwd:.*$/m),
    line(/^m=.*$/m),
    line(/^a=mid:.*$/m),
    ...candidates.map(({ candidate }) => `a=${candidate}`),
    last && 'a=end-of-candidates',
  ];
  return lines.filter(Boolean).map((text) => `${text.trim()}\r\n`).join('');
}
