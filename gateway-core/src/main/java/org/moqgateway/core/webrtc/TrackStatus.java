package org.moqgateway.core.webrtc;

/// One media track of a live broadcast. Fields of the other kind of media are 0.
///
/// @param name the track name, for instance `0.avc3`
/// @param kind `video` or `audio`
/// @param codec the RFC 6381 codec string, for instance `avc1.42e01f` or `opus`
/// @param width coded width in pixels
/// @param height coded height in pixels
/// @param frameRate frames per second
/// @param bitrateBps bits per second over the last seconds
/// @param sampleRateHz audio samples per second
/// @param channels audio channels
public record TrackStatus(
        String name,
        String kind,
        String codec,
        int width,
        int height,
        double frameRate,
        long bitrateBps,
        int sampleRateHz,
        int channels) {

    /// A track without audio facts.
    public TrackStatus(
            String name,
            String kind,
            String codec,
            int width,
            int height,
            double frameRate,
            long bitrateBps) {
        this(name, kind, codec, width, height, frameRate, bitrateBps, 0, 0);
    }

    /// An audio track.
    public static TrackStatus audio(
            String name, String codec, int sampleRateHz, int channels, long bitrateBps) {
        return new TrackStatus(name, "audio", codec, 0, 0, 0, bitrateBps, sampleRateHz, channels);
    }
}
