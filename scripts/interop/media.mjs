// The test stream: one H.264 clip, played round and round, whose every picture is known by its hash.

/**
 * Splits Annex B into NAL units.
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array[]} views, without start codes
 */
export function nalUnits(bytes) {
  const units = [];
  let start = -1;
  for (let i = 0; i + 2 < bytes.length; i += 1) {
    if (bytes[i] !== 0 || bytes[i + 1] !== 0 || bytes[i + 2] !== 1) continue;
    if (start >= 0) units.push(trimmed(bytes, start, i));
    start = i + 3;
    i += 2;
  }
  if (start >= 0) units.push(trimmed(bytes, start, bytes.length));
  return units;
}

/** Zero bytes before a start code belong to it. */
function trimmed(bytes, start, end) {
  while (end > start && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(start, end);
}

/** Whether a NAL unit carries a picture (types 1 and 5); the clip has one slice a picture. */
export function isPicture(unit) {
  const type = unit[0] & 0x1f;
  return type === 1 || type === 5;
}

/**
 * Access units of a clip.
 *
 * @param {Uint8Array} clip Annex B
 * @returns {{bytes: Uint8Array, keyframe: boolean}[]} each in Annex B
 */
export function accessUnits(clip) {
  const units = [];
  let pending = [];
  for (const unit of nalUnits(clip)) {
    pending.push(unit);
    if (!isPicture(unit)) continue;
    units.push({ bytes: annexB(pending), keyframe: (unit[0] & 0x1f) === 5 });
    pending = [];
  }
  return units;
}

function annexB(units) {
  const bytes = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    bytes.set([0, 0, 0, 1], at);
    bytes.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return bytes;
}

/** Hash of each picture in a payload, as hex. Node and browsers alike. */
export async function pictureHashes(payload) {
  return Promise.all(nalUnits(payload).filter(isPicture).map(hash));
}

export async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** QUIC's variable-length integer (RFC 9000 §16), as the hang container writes timestamps. */
export function varint(value) {
  if (value < 64) return Uint8Array.of(value);
  if (value < 16384) return Uint8Array.of(0x40 | (value >> 8), value & 0xff);
  if (value < 2 ** 30) {
    return Uint8Array.of(0x80 | (value >>> 24), (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value) | (3n << 62n));
  return bytes;
}

/** How many bytes the variable-length integer at the start takes. */
export function varintLength(bytes) {
  return 1 << (bytes[0] >> 6);
}

/** The variable-length integer at the start. */
export function readVarint(bytes) {
  let value = BigInt(bytes[0] & 0x3f);
  for (let i = 1; i < varintLength(bytes); i += 1) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}
