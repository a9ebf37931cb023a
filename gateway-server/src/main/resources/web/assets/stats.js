// Turns the reports of RTCPeerConnection.getStats() into flat samples: totals as counted, rates over the
// time since the previous sample. Missing figures are absent, never guessed. Times in milliseconds.

/** Samples one connection; keep one per session. */
export class StatsSampler {
  #pc;
  #previous;

  constructor(pc) {
    this.#pc = pc;
  }

  /** What this side receives: see {@link receiverSample}. */
  async receiver() {
    return this.#sample(receiverSample);
  }

  /** What this side sends: see {@link senderSample}. */
  async sender() {
    return this.#sample(senderSample);
  }

  async #sample(summarize) {
    const report = await this.#pc.getStats();
    const sample = summarize(report, this.#previous);
    this.#previous = report;
    return sample;
  }
}

const of = (report, type, kind) => [...report.values()].find((s) => s.type === type && (!kind || s.kind === kind));
const sum = (...values) => values.reduce((total, value) => total + (value ?? 0), 0);

/** Difference of one counter between two reports of one object. */
function delta(now, before, field) {
  return now && before ? (now[field] ?? 0) - (before[field] ?? 0) : undefined;
}

function perSecond(now, before, field) {
  const millis = delta(now, before, 'timestamp');
  return millis > 0 ? (delta(now, before, field) * 1000) / millis : undefined;
}

/** Mean over the interval of a total that is summed per item, from seconds to milliseconds. */
function meanMillis(now, before, total, count) {
  const items = before ? delta(now, before, count) : now?.[count];
  const seconds = before ? delta(now, before, total) : now?.[total];
  return items > 0 ? (seconds * 1000) / items : undefined;
}

function connection(report) {
  const transport = of(report, 'transport');
  const pair = report.get(transport?.selectedCandidatePairId)
    ?? [...report.values()].find((s) => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
  return {
    rttMillis: pair?.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
    availableBps: pair?.availableOutgoingBitrate,
  };
}

function codecOf(report, stream) {
  const codec = report.get(stream?.codecId);
  return codec ? { codec: codec.mimeType.split('/')[1], format: codec.sdpFmtpLine } : {};
}

function receivedStream(report, previous, kind) {
  const now = of(report, 'inbound-rtp', kind);
  if (!now) return undefined;
  const before = previous?.get(now.id);
  const lost = delta(now, before, 'packetsLost');
  const received = delta(now, before, 'packetsReceived');
  return {
    ...codecOf(report, now),
    bytes: sum(now.bytesReceived, now.headerBytesReceived),
    bitrateBps: perSecond(now, before, 'bytesReceived') * 8,
    packets: now.packetsReceived,
    lost: now.packetsLost,
    lossFraction: lost + received > 0 ? Math.max(0, lost) / (lost + received) : undefined,
    nacks: now.nackCount,
    retransmitted: now.retransmittedPacketsReceived,
    jitterMillis: now.jitter * 1000,
    bufferMillis: meanMillis(now, before, 'jitterBufferDelay', 'jitterBufferEmittedCount'),
    playoutTimestamp: now.estimatedPlayoutTimestamp,
  };
}

function receivedVideo(report, previous) {
  const stream = receivedStream(report, previous, 'video');
  if (!stream) return undefined;
  const now = of(report, 'inbound-rtp', 'video');
  const before = previous?.get(now.id);
  return {
    ...stream,
    width: now.frameWidth,
    height: now.frameHeight,
    fps: perSecond(now, before, 'framesDecoded') ?? now.framesPerSecond,
    framesReceived: now.framesReceived,
    framesDecoded: now.framesDecoded ?? 0,
    framesDropped: now.framesDropped,
    keyFrames: now.keyFramesDecoded,
    freezes: now.freezeCount ?? 0,
    frozenMillis: (now.totalFreezesDuration ?? 0) * 1000,
    plis: now.pliCount,
    decodeMillis: meanMillis(now, before, 'totalDecodeTime', 'framesDecoded'),
  };
}

function receivedAudio(report, previous) {
  const stream = receivedStream(report, previous, 'audio');
  if (!stream) return undefined;
  const now = of(report, 'inbound-rtp', 'audio');
  return {
    ...stream,
    samples: now.totalSamplesReceived ?? 0,
    energy: now.totalAudioEnergy ?? 0,
    level: now.audioLevel,
    concealed: now.concealedSamples,
  };
}

/**
 * `{at, bytes, bitrateBps, rttMillis, latencyMillis, skewMillis, video?, audio?}`. The latency is what can be
 * known at this end: half the round trip, the wait in the jitter buffer, the decoding. The skew is how far audio
 * is played ahead of (+) or behind (-) video on the sender's clock.
 */
export function receiverSample(report, previous) {
  const video = receivedVideo(report, previous);
  const audio = receivedAudio(report, previous);
  const { rttMillis } = connection(report);
  const lead = video?.bufferMillis === undefined ? audio : video;
  const known = lead?.bufferMillis !== undefined && rttMillis !== undefined;
  const bothPlayed = audio?.playoutTimestamp > 0 && video?.playoutTimestamp > 0;
  return {
    at: Math.round(performance.now()),
    bytes: sum(video?.bytes, audio?.bytes),
    bitrateBps: sum(video?.bitrateBps, audio?.bitrateBps),
    rttMillis,
    latencyMillis: known ? rttMillis / 2 + lead.bufferMillis + (lead.decodeMillis ?? 0) : undefined,
    skewMillis: bothPlayed ? audio.playoutTimestamp - video.playoutTimestamp : undefined,
    video,
    audio,
  };
}

function sentStream(report, previous, kind) {
  const now = of(report, 'outbound-rtp', kind);
  if (!now) return undefined;
  const before = previous?.get(now.id);
  const remote = of(report, 'remote-inbound-rtp', kind);
  return {
    ...codecOf(report, now),
    bytes: sum(now.bytesSent, now.headerBytesSent),
    bitrateBps: perSecond(now, before, 'bytesSent') * 8,
    targetBps: now.targetBitrate,
    packets: now.packetsSent,
    retransmitted: now.retransmittedPacketsSent,
    nacks: now.nackCount,
    lossFraction: remote?.fractionLost,
    remoteRttMillis: remote?.roundTripTime === undefined ? undefined : remote.roundTripTime * 1000,
  };
}

function sentVideo(report, previous) {
  const stream = sentStream(report, previous, 'video');
  if (!stream) return undefined;
  const now = of(report, 'outbound-rtp', 'video');
  const before = previous?.get(now.id);
  return {
    ...stream,
    width: now.frameWidth,
    height: now.frameHeight,
    fps: perSecond(now, before, 'framesEncoded') ?? now.framesPerSecond,
    framesEncoded: now.framesEncoded ?? 0,
    keyFrames: now.keyFramesEncoded,
    plis: now.pliCount,
    limitation: now.qualityLimitationReason,
    scalabilityMode: now.scalabilityMode,
    encoder: now.encoderImplementation,
    encodeMillis: meanMillis(now, before, 'totalEncodeTime', 'framesEncoded'),
  };
}

/** `{at, bytes, bitrateBps, availableBps, rttMillis, lossFraction, video?, audio?}`. */
export function senderSample(report, previous) {
  const video = sentVideo(report, previous);
  const audio = sentStream(report, previous, 'audio');
  const { rttMillis, availableBps } = connection(report);
  return {
    at: Math.round(performance.now()),
    bytes: sum(video?.bytes, audio?.bytes),
    bitrateBps: sum(video?.bitrateBps, audio?.bitrateBps),
    availableBps,
    rttMillis: rttMillis ?? video?.remoteRttMillis ?? audio?.remoteRttMillis,
    lossFraction: (video ?? audio)?.lossFraction,
    video,
    audio,
  };
}
