// WHEP client (draft-ietf-wish-whep): plays one broadcast. One call is one session.

import { preferStereo } from './sdp.js';
import { Session } from './session.js';

const DEPENDENCY_DESCRIPTOR =
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/**
 * Opens a session that receives whatever the broadcast has of video and audio.
 *
 * @param {{endpoint: string, token?: string, signal?: AbortSignal}} options
 * @returns {Promise<{session: Session, stream: MediaStream, hasVideo: boolean, hasAudio: boolean}>}
 * @throws {import('./session.js').Problem} 409 while the broadcast is not live
 */
export async function play(options) {
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  for (const kind of ['video', 'audio']) {
    const transceiver = pc.addTransceiver(kind, { direction: 'recvonly' });
    takeDescriptors(transceiver);
    beLive(transceiver.receiver);
  }
  const session = await Session.open(pc, { ...options, editOffer: preferStereo });
  const receivers = pc.getTransceivers()
    .filter(({ currentDirection }) => currentDirection === 'recvonly')
    .map(({ receiver }) => receiver);
  return {
    session,
    stream: new MediaStream(receivers.map(({ track }) => track)),
    hasVideo: receivers.some(({ track }) => track.kind === 'video'),
    hasAudio: receivers.some(({ track }) => track.kind === 'audio'),
  };
}

/**
 * Asks for the dependency descriptor, which tells the layers of AV1 apart: Chromium can read it, but
 * does not offer it by itself.
 */
function takeDescriptors(transceiver) {
  if (!('setHeaderExtensionsToNegotiate' in transceiver)) return;
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of extensions) {
    if (extension.uri === DEPENDENCY_DESCRIPTOR) extension.direction = 'recvonly';
  }
  transceiver.setHeaderExtensionsToNegotiate(extensions);
}

/** Asks for the shortest delay: the browser still holds back what jitter and lip sync need. */
function beLive(receiver) {
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
  else if ('playoutDelayHint' in receiver) receiver.playoutDelayHint = 0;
}
