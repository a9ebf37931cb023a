package org.moqgateway.core.ingest;

/// What a track carries right now.
public sealed interface IngestTrackStatus {
    /// Name of the track.
    String name();

    /// WebCodecs codec string.
    String codec();

    /// Bits of media that arrived in the last whole second.
    long bitrateBps();

    /// Frames published so far.
    long frames();

    /// A video track that has had its first keyframe.
    ///
    /// @param name of the track
    /// @param codec WebCodecs codec string
    /// @param codedWidth pixels
    /// @param codedHeight pixels
    /// @param frameRate frames that arrived in the last whole second, per second
    /// @param bitrateBps see [IngestTrackStatus#bitrateBps]
    /// @param frames see [IngestTrackStatus#frames]
    /// @param skippedFrames frames that were not published, whatever the [FrameOutcome]
    /// @param reorderedFrames frames whose RTP timestamp lies before that of the frame before: the
    ///     publisher sends B-frames, which browsers cannot show over WebRTC
    record Video(
            String name,
            String codec,
            int codedWidth,
            int codedHeight,
            double frameRate,
            long bitrateBps,
            long frames,
            long skippedFrames,
            long reorderedFrames)
            implements IngestTrackStatus {}

    /// An audio track that has had its first packet.
    ///
    /// @param name of the track
    /// @param codec WebCodecs codec string
    /// @param sampleRate Hz
    /// @param channels as negotiated
    /// @param bitrateBps see [IngestTrackStatus#bitrateBps]
    /// @param frames see [IngestTrackStatus#frames]
    record Audio(
            String name, String codec, int sampleRate, int channels, long bitrateBps, long frames)
            implements IngestTrackStatus {}
}
