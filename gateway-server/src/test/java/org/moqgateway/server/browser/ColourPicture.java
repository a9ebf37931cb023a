package org.moqgateway.server.browser;

import java.util.List;

/// A picture of four colours that carries the time it was taken, as [ClockPicture] does; what a
/// player shows can be held against it.
///
///     +--+--+--+- ... -+--+
///     |31|30|29|       | 0|   one sixteenth of the height
///     +--+--+--+- ... -+--+
///     |   red   |  green  |
///     | - a moving disc - |
///     |  blue   |  yellow |
///     +---------+---------+
public final class ColourPicture {
    /// One of the colours, 0 … 255 each.
    public record Colour(int red, int green, int blue) {
        /// The largest difference of a channel.
        public int distance(Colour other) {
            return Math.max(
                    Math.abs(red - other.red),
                    Math.max(Math.abs(green - other.green), Math.abs(blue - other.blue)));
        }
    }

    /// Red, green, blue and yellow, in no channel at the edge of what video can carry.
    public static final List<Colour> COLOURS =
            List.of(
                    new Colour(200, 60, 60),
                    new Colour(60, 170, 70),
                    new Colour(60, 80, 190),
                    new Colour(200, 190, 60));

    /// Replaces the camera by such a picture, 30 times a second in the size asked for; the
    /// microphone stays.
    static final String CAMERA_SCRIPT =
            """
            {
              const devices = navigator.mediaDevices;
              const open = devices.getUserMedia.bind(devices);
              const colours = [%s];
              devices.getUserMedia = async (constraints) => {
                if (!constraints.video) return open(constraints);
                const canvas = document.createElement('canvas');
                const width = canvas.width = constraints.video.width?.ideal ?? 1280;
                const height = canvas.height = constraints.video.height?.ideal ?? 720;
                const context = canvas.getContext('2d');
                const draw = () => {
                  const now = Date.now();
                  colours.forEach((colour, i) => {
                    context.fillStyle = colour;
                    context.fillRect((i %% 2) * width / 2, i < 2 ? 0 : height / 2, width / 2, height / 2);
                  });
                  context.fillStyle = '#eee';
                  context.beginPath();
                  context.arc(width / 2 + Math.sin(now / 400) * width / 3, height / 2, height / 10, 0, 7);
                  context.fill();
                  for (let bit = 0; bit < 32; bit++) {
                    context.fillStyle = Math.floor(now / 2 ** (31 - bit)) %% 2 ? '#fff' : '#000';
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
            """
                    .formatted(
                            String.join(
                                    ",",
                                    COLOURS.stream()
                                            .map(
                                                    colour ->
                                                            "'rgb(%d,%d,%d)'"
                                                                    .formatted(
                                                                            colour.red(),
                                                                            colour.green(),
                                                                            colour.blue()))
                                            .toList()));

    /// The colours that the page's video shows where the four are, as a list of channels.
    static final String COLOURS_FUNCTION =
            """
            () => {
              const video = document.querySelector('video');
              const canvas = new OffscreenCanvas(4, 1);
              const context = canvas.getContext('2d', { willReadFrequently: true });
              const { videoWidth: width, videoHeight: height } = video;
              for (let i = 0; i < 4; i++) {
                const [x, y] = [i % 2 ? 0.75 : 0.25, i < 2 ? 0.25 : 0.8];
                context.drawImage(video, x * width, y * height, width / 20, height / 20, i, 0, 1, 1);
              }
              return [...context.getImageData(0, 0, 4, 1).data];
            }
            """;

    private ColourPicture() {}
}
