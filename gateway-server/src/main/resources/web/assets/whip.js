// WHIP client (RFC 9725): publishes tracks to one endpoint. One call is one session.

import { broadcastSound, withFormatParameters } from './sdp.js';
import { Session } from './session.js';

/** The codecs that the gateway takes, in the order of preference, by their name in SDP. */
const GATEWAY_VIDEO = ['H264', 'VP8', 'VP9', 'AV1', 'H265'];

/**
 * Video codecs that this browser can send and the gateway can take. H.264 in packetization mode 1 only
 * (RFC 6184 §6.3), Constrained Baseline first: every browser decodes it and none reorders its frames. An id is
 * the profile-level-id of H.264, and the name of another codec in small letters, with its profile behind it
 * unless that is 0.
 *
 * @returns {{id: string, capability: RTCRtpCodec}[]}
 */
export function sendableVideoCodecs() {
  const capabilities = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  const rank = ({ id, capability }) => (id.startsWith('42e0') ? -1 : GATEWAY_VIDEO.indexOf(nameOf(capability)));
  return capabilities
    .filter((capability) => GATEWAY_VIDEO.includes(nameOf(capability)))
    .filter((capability) => nameOf(capability) !== 'H264' || parameter(capability, 'packetization-mode') === '1')
    .map((capability) => ({ id: idOf(capability), capability }))
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .sort((a, b) => rank(a) - rank(b));
}

function nameOf({ mimeType }) {
  return mimeType.split('/')[1].toUpperCase();
}

function idOf(capability) {
  const name = nameOf(capability).toLowerCase();
  if (name === 'h264') return parameter(capability, 'profile-level-id')?.toLowerCase() ?? '42e01f';
  const profile = parameter(capability, name === 'vp9' ? 'profile-id' : 'profile') ?? '0';
  return ['vp9', 'av1'].includes(name) && profile !== '0' ? `${name}-${profile}` : name;
}

/** A format parameter of a codec. */
function parameter({ sdpFmtpLine = '' }, name) {
  return sdpFmtpLine.split(';').map((part) => part.trim().split('=')).find(([key]) => key === name)?.[1];
}

/**
 * @param {{endpoint: string, token?: string, signal?: AbortSignal, video?: MediaStreamTrack, audio?: MediaStreamTrack,
 *     stereo?: boolean, codecId?: string, scalabilityMode?: string,
 *     encoding?: {maxBitrateBps: number, maxFramerate: number, preference: string}}} options
 * @returns {Promise<Session & {setEncoding: Function}>}
 */
export async function publish(options) {
  const { video, audio, stereo, codecId, scalabilityMode, encoding } = options;
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const stream = new MediaStream([video, audio].filter(Boolean));
  if (audio) pc.addTransceiver(audio, { direction: 'sendonly', streams: [stream] });
  if (video) {
    const sendEncodings = scalabilityMode ? [{ scalabilityMode }] : [];
    const transceiver = pc.addTransceiver(video, { direction: 'sendonly', streams: [stream], sendEncodings });
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
  const parameters = { 'x-google-start-bitrate': kilobits, 'x-google-max-bitrate': kilobits };
  return GATEWAY_VIDEO.reduce((edited, codec) => withFormatParameters(edited, codec, parameters), sdp);
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
