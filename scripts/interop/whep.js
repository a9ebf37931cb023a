// A WHEP viewer in the browser that looks at the encoded frames before they are decoded.

import { pictureHashes } from './media.mjs';

/** Plays `endpoint` and calls `onFrame(hashes)` for each frame, until `signal` aborts. */
export async function play({ endpoint, onFrame, signal }) {
  const pc = new RTCPeerConnection({ encodedInsertableStreams: true });
  const { receiver } = pc.addTransceiver('video', { direction: 'recvonly' });
  const { readable, writable } = receiver.createEncodedStreams();
  const look = new TransformStream({
    async transform(frame, controller) {
      const copy = new Uint8Array(frame.data.slice(0));
      controller.enqueue(frame);
      onFrame(await pictureHashes(copy));
    },
  });
  readable.pipeThrough(look).pipeTo(writable).catch(() => {});
  await pc.setLocalDescription();
  const session = await negotiate(pc, endpoint, signal);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  pc.close();
  if (session) await fetch(session, { method: 'DELETE' });
}

/** 409 says that the broadcast is not live yet. */
async function negotiate(pc, endpoint, signal) {
  while (!signal.aborted) {
    const response = await fetch(endpoint, {
      method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: pc.localDescription.sdp,
    });
    if (response.status === 201) {
      await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
      return new URL(response.headers.get('Location'), endpoint);
    }
    if (response.status !== 409) throw new Error(`${response.status}: ${await response.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return undefined;
}
