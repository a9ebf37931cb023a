// The few edits of a session description that browsers offer no API for.

/** Payload types of a codec, by its rtpmap name. */
function payloadTypes(sdp, codec) {
  return [...sdp.matchAll(new RegExp(`^a=rtpmap:(\\d+) ${codec}/`, 'gim'))].map((match) => match[1]);
}

/** Adds format parameters to every payload type of a codec, keeping those that are there. */
export function withFormatParameters(sdp, codec, parameters) {
  let edited = sdp;
  for (const payloadType of payloadTypes(sdp, codec)) {
    const fmtp = new RegExp(`^(a=fmtp:${payloadType} )(.*?)(\\r?)$`, 'm');
    if (fmtp.test(edited)) {
      edited = edited.replace(fmtp, (_, start, old, end) => `${start}${merge(old, parameters)}${end}`);
    } else {
      const rtpmap = new RegExp(`^(a=rtpmap:${payloadType} .*?)(\\r?)$`, 'm');
      edited = edited.replace(rtpmap, (_, line, end) => `${line}${end}\na=fmtp:${payloadType} ${merge('', parameters)}${end}`);
    }
  }
  return edited;
}

function merge(old, parameters) {
  const kept = old.split(';').map((part) => part.trim()).filter((part) => part && !(part.split('=')[0] in parameters));
  return [...kept, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(';');
}

/**
 * What a sender of Opus goes by in the answer (RFC 7587 §6.1). Left alone, browsers send 32 kbit/s mono: enough
 * for a telephone call, little for a broadcast.
 */
export function broadcastSound(sdp, stereo) {
  const channels = stereo ? { stereo: 1, 'sprop-stereo': 1 } : {};
  return withFormatParameters(sdp, 'opus', { ...channels, maxaveragebitrate: stereo ? 128_000 : 64_000 });
}

/** Opus is decoded in mono unless the receiver says that it prefers stereo (RFC 7587 §6.1). */
export function preferStereo(sdp) {
  return withFormatParameters(sdp, 'opus', { stereo: 1, 'sprop-stereo': 1 });
}
