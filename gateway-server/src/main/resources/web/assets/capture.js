// Camera, microphone and screen: asking for them, and saying in plain words why they are not there.

/** What the sound selection holds besides device ids. */
export const NO_SOUND = 'none';
export const SCREEN_SOUND = 'screen';

/**
 * @typedef {{source: 'camera'|'screen'|'none', camera: string, microphone: string, voice: boolean,
 *     width?: number, height?: number, fps: number}} CaptureSettings
 */

/** Constraints of the picture; ideals only, so that a lesser camera still works. */
export function videoConstraints({ camera, width, height, fps }) {
  return {
    ...(camera ? { deviceId: { exact: camera } } : {}),
    ...(width ? { width: { ideal: width }, height: { ideal: height } } : {}),
    frameRate: { ideal: fps, max: fps },
  };
}

function audioConstraints({ microphone, voice }) {
  return {
    ...(microphone ? { deviceId: { exact: microphone } } : {}),
    echoCancellation: voice,
    noiseSuppression: voice,
    autoGainControl: voice,
    // Speech clean-up works on one channel; without it an instrument keeps its stereo.
    ...(voice ? {} : { channelCount: { ideal: 2 } }),
  };
}

/**
 * Opens what the settings name.
 *
 * @param {CaptureSettings} settings
 * @returns {Promise<MediaStream>} with at most one video and one audio track; the caller stops them
 * @throws {DOMException} see {@link explain}
 */
export async function capture(settings) {
  if (!navigator.mediaDevices) throw new DOMException('insecure', 'SecurityError');
  const wantsMicrophone = ![NO_SOUND, SCREEN_SOUND].includes(settings.microphone);
  if (settings.source === 'screen') return captureScreen(settings, wantsMicrophone);
  if (settings.source === 'none' && !wantsMicrophone) return new MediaStream();
  return navigator.mediaDevices.getUserMedia({
    video: settings.source === 'camera' && videoConstraints(settings),
    audio: wantsMicrophone && audioConstraints(settings),
  });
}

async function captureScreen(settings, wantsMicrophone) {
  const { camera: _, ...picture } = settings;
  const screen = await navigator.mediaDevices.getDisplayMedia({
    video: videoConstraints({ ...picture, camera: '' }),
    audio: settings.microphone === SCREEN_SOUND,
  });
  if (!wantsMicrophone) return screen;
  try {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: audioConstraints(settings) });
    return new MediaStream([...screen.getVideoTracks(), ...microphone.getAudioTracks()]);
  } catch (error) {
    stop(screen);
    throw error;
  }
}

export function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Devices of one kind with a name to show; browsers hide the names until permission is given. */
export async function devices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all
    .filter((device) => device.kind === kind && device.deviceId)
    .map(({ deviceId, label }, index) => ({ deviceId, label: label || `Device ${index + 1}` }));
}

/** A headline and advice for an error of {@link capture}. */
export function explain(error, source) {
  const what = source === 'screen' ? 'screen' : source === 'none' ? 'microphone' : 'camera and microphone';
  const reasons = {
    NotAllowedError: [`No permission for the ${what}`, source === 'screen'
      ? 'The choice of a screen was cancelled or is forbidden by the system.'
      : 'Allow it with the icon beside the address bar, then press “Try again”.'],
    NotFoundError: ['No such device', 'Connect a camera and a microphone, or choose “None” for what is missing.'],
    NotReadableError: ['The device is busy', 'Another program may be using the camera or the microphone.'],
    OverconstrainedError: ['The device has gone', 'Choose another one from the list.'],
    SecurityError: ['The browser hides cameras from this page',
      'Cameras work on https:// and on localhost only. Open this page that way.'],
  };
  const [title, detail] = reasons[error.name] ?? ['The device could not be opened', error.message];
  return { title, detail };
}
