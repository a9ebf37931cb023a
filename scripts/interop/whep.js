// A WHEP viewer in the browser that looks at the encoded frames before they are decoded.

import { hash, pictureHashes } from './media.mjs';

/**
 * Plays `endpoint` until `signal` aborts: `onFrame(hashes)` for each picture, and with `audio` `onSound(hash)` for each frame of
 * sound.
 */
export async function play({ endpoint, token, audio = false, onFrame, onSound, signal }) {
  const pc = new RTCPeerConnection({ encodedInsertableStreams: true });
  // A server's own offer brings sections of its own: what arrives is looked at, not what was asked for.
  pc.addEventListener('track', ({ receiver, track }) => look(receiver, track.kind === 'video'
    ? async (payload) => onFrame(await pictureHashes(payload))
    : async (payload) => onSound(await hash(payload))));
  const { session, headers } = await negotiate(pc, { endpoint, token, audio }, signal);
  await aborted(signal);
  pc.close();
  if (session) await fetch(session, { method: 'DELETE', headers }).catch(() => {});
}

function look(receiver, onPayload) {
  const { readable, writable } = receiver.createEncodedStreams();
  const transform = async (frame, controller) => {
    const copy = new Uint8Array(frame.data.slice(0));
    controller.enqueue(frame);
    await onPayload(copy);
  };
  readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable).catch(() => {});
}

function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', resolve);
  });
}

/** 404, 409 and 500 say of one server or another that the broadcast is not live yet. */
async function negotiate(pc, { endpoint, token, audio }, signal) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (audio) pc.addTransceiver('audio', { direction: 'recvonly' });
  pc.addTransceiver('video', { direction: 'recvonly' });
  await pc.setLocalDescription();
  while (!signal.aborted) {
    const response = await fetch(endpoint, {
      method: 'POST', headers: { ...headers, 'Content-Type': 'application/sdp' }, body: pc.localDescription.sdp,
    });
    const location = response.headers.get('Location');
    const session = location && new URL(location, endpoint);
    if (response.status === 201) {
      await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
      return { session, headers };
    }
    if (response.status === 406 && session) {
      await counter(pc, session, headers, await response.text());
      return { session, headers };
    }
    if (![404, 409, 500].includes(response.status)) throw new Error(`${response.status}: ${await response.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { headers };
}

/** The server wants its own offer answered (WHEP's 406). */
async function counter(pc, session, headers, offer) {
  await pc.setLocalDescription({ type: 'rollback' });
  pc.getTransceivers().forEach((transceiver) => transceiver.stop());
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  await pc.setLocalDescription();
  const response = await fetch(session, {
    method: 'PATCH', headers: { ...headers, 'Content-Type': 'application/sdp' }, body: pc.localDescription.sdp,
  });
  if (!response.ok) throw new Error(`the answer got ${response.status}`);
}
