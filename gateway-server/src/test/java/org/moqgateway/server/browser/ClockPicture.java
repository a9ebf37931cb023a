package org.moqgateway.server.browser;

/// A picture that carries the time it was taken: 32 black or white blocks on its upper edge, the
/// low bits of the milliseconds since 1970, most significant first. Both browsers must run on one
/// clock.
///
///     +--+--+--+- ... -+--+
///     |31|30|29|       | 0|   one sixteenth of the height
///     +--+--+--+- ... -+--+
///     |   a moving disc   |
final class ClockPicture {
    private ClockPicture() {}

    /// Replaces the camera by such a picture, 30 times a second in the size asked for; the
    /// microphone stays. Under the disc lies noise, which no encoder can make small.
    static final String CAMERA_SCRIPT =
            """
            {
              const devices = navigator.mediaDevices;
              const open = devices.getUserMedia.bind(devices);
              devices.getUserMedia = async (constraints) => {
                if (!constraints.video) return open(constraints);
                const canvas = document.createElement('canvas');
                canvas.width = constraints.video.width?.ideal ?? 1280;
                canvas.height = constraints.video.height?.ideal ?? 720;
                const context = canvas.getContext('2d');
                const noise = Array.from({ length: 8 }, () => {
                  const tile = new OffscreenCanvas(80, 45);
                  const grain = new ImageData(80, 45);
                  for (let i = 0; i < grain.data.length; i++) grain.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;
                  tile.getContext('2d').putImageData(grain, 0, 0);
                  return tile;
                });
                let frame = 0;
                const draw = () => {
                  const { width, height } = canvas;
                  const now = Date.now();
                  context.drawImage(noise[frame++ % 8], 0, 0, width, height);
                  context.fillStyle = '#fc3';
                  context.beginPath();
                  context.arc(width / 2 + Math.sin(now / 400) * width / 3, height / 2, height / 8, 0, 7);
                  context.fill();
                  for (let bit = 0; bit < 32; bit++) {
                    context.fillStyle = Math.floor(now / 2 ** (31 - bit)) % 2 ? '#fff' : '#000';
                    context.fillRect(Math.floor(bit * width / 32), 0, Math.ceil(width / 32), height / 16);
                  }
                };
                draw();
                setInterval(draw, 1000 / 30);
                const picture = canvas.captureStream(30);
                const sound = constraints.audio ? await open({ audio: constraints.audio }) : new MediaStream();
                return new MediaStream([...picture.getVideoTracks(), ...sound.getAudioTracks()]);
              };
            }
            """;

    /// The number in the blocks of the picture that the page's video shows.
    static final String NUMBER_FUNCTION =
            """
            () => {
              const video = document.querySelector('video');
              const canvas = new OffscreenCanvas(32, 1);
              const context = canvas.getContext('2d', { willReadFrequently: true });
              const block = video.videoWidth / 32;
              for (let bit = 0; bit < 32; bit++) {
                context.drawImage(video, (bit + 0.4) * block, video.videoHeight / 32, block / 5, 4, bit, 0, 1, 1);
              }
              const { data } = context.getImageData(0, 0, 32, 1);
              let number = 0;
              for (let bit = 0; bit < 32; bit++) number = number * 2 + (data[bit * 4 + 1] > 127 ? 1 : 0);
              return number;
            }
            """;

    /// How old the picture in the page's video is, in milliseconds; the sum of all delays from
    /// camera to screen.
    static final String AGE_FUNCTION = "() => Date.now() % 2 ** 32 - (" + NUMBER_FUNCTION + ")()";
}
