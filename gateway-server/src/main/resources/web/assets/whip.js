// WHIP client (RFC 9725): publishes tracks to one endpoint. One call is one session.

import { broadcastSound, withFormatParameters } from './sdp.js';
import { Session } from './session.js';

/** The media that the gateway takes, in the order of preference. */
const GATEWAY_VIDEO = ['video/h264'];

/**
 * Video codecs that this browser can send and the gateway can take. H.264 in packetization mode 1 only
 * (RFC 6184 §6.3), Constrained Baseline first: every browser decodes it and none reorders its frames.
 *
 * @returns {{id: string, capability: RTCRtpCodec}[]}
 */
export function sendableVideoCodecs() {
  const capabilities = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  return capabilities
    .filter(({ mimeType, sdpFmtpLine = '' }) =>
      GATEWAY_VIDEO.includes(mimeType.toLowerCase()) && /packetization-mode=1/.test(sdpFmtpLine))
    .map((capability) => ({ id: profileOf(capability), capability }))
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .sort((a, b) => Number(b.id.startsWith('42e0')) - Number(a.id.startsWith('42e0')));
}

function profileOf({ sdpFmtpLine = '' }) {
  return /profile-level-id=([0-9a-f]{6})/i.exec(sdpFmtpLine)?.[1].toLowerCase() ?? '42e01f';
}

/**
 * @param {{endpoint: string, token?: string, signal?: AbortSignal, video?: MediaStreamTrack, audio?: MediaStreamTrack,
 *     stereo?: boolean, codecId?: string, encoding?: {maxBitrateBps: number, maxFramerate: number, preference: string}}} options
 * @returns {Promise<Session & {setEncoding: Function}>}
 */
export async function publish(options) {
  const { video, audio, stereo, codecId, encoding } = options;
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const stream = new MediaStream([video, audio].filter(Boolean));
  if (audio) pc.addTransceiver(audio, { direction: 'sendonly', streams: [stream] });
  if (video) {
    const transceiver = pc.addTransceiver(video, { direction: 'sendonly', streams: [stream] });
    preferCodec(transceiver, codecId);
  }
  const session = await Session.open(pc, {
    ...options,
    editAnswer: (sdp) => startFast(broadcastSound(sdp, stereo), encoding),
  });
  if (video) await setEncoding(pc, encoding);
  return session;
}

function preferCodec(transceiver, codecId) {
  const codecs = sendableVideoCodecs();
  const all = RTCRtpSender.getCapabilities('video').codecs;
  const chosen = [...codecs.filter(({ id }) => id === codecId), ...codecs.filter(({ id }) => id !== codecId)];
  const repair = all.filter(({ mimeType }) => mimeType.toLowerCase() === 'video/rtx');
  transceiver.setCodecPreferences?.([...chosen.map(({ capability }) => capability), ...repair]);
}

/** Without this an encoder begins at 300 kbit/s and takes many seconds to reach the chosen rate. */
function startFast(sdp, encoding) {
  if (!encoding) return sdp;
  const kilobits = Math.round(encoding.maxBitrateBps / 1000);
  return withFormatParameters(sdp, 'H264', { 'x-google-start-bitrate': kilobits, 'x-google-max-bitrate': kilobits });
}

/** Changes bitrate, frame rate and preference of the video sent by `pc`; takes effect at once. */
export async function setEncoding(pc, { maxBitrateBps, maxFramerate, preference }) {
  const sender = pc.getSenders().find(({ track }) => track?.kind === 'video');
  if (!sender) return;
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) return;
  Object.assign(parameters.encodings[0], { maxBitrate: maxBitrateBps, maxFramerate, priority: 'high', networkPriority: 'high' });
  parameters.degradationPreference = preference;
  await sender.setParameters(parameters);
}
