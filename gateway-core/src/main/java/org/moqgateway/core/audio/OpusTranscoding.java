package org.moqgateway.core.audio;

import java.util.Optional;

/// Turns the audio of a broadcast that no browser takes over RTP (AAC …) into Opus: what a library
/// that may be missing can be plugged into.
///
/// Thread rule: any thread may call both methods.
public interface OpusTranscoding {
    /// Nothing can be transcoded.
    OpusTranscoding NONE =
            new OpusTranscoding() {
                @Override
                public boolean takes(String codecString) {
                    return false;
                }

                @Override
                public Optional<Session> open(
                        String codecString, byte[] description, int sampleRate, int channels) {
                    return Optional.empty();
                }
            };

    /// Whether [#open] is likely to succeed for a codec. Asked on media loops: answers from memory,
    /// without loading anything.
    ///
    /// @param codecString what the catalog says, such as `mp4a.40.2`
    boolean takes(String codecString);

    /// Begins to transcode one track. May block: it is never called on a media loop.
    ///
    /// @param codecString what the catalog says, such as `mp4a.40.2`
    /// @param description the codec's configuration (AAC: AudioSpecificConfig, ISO/IEC 14496-3
    ///     §1.6.2.1), only read; empty when the catalog has none
    /// @param sampleRate Hz, as the catalog says
    /// @param channels as the catalog says
    /// @return empty when this codec cannot be decoded here; never throws on foreign bytes
    Optional<Session> open(String codecString, byte[] description, int sampleRate, int channels);

    /// One track.
    ///
    /// Thread rule: confined to one thread at a time, which may block and is never a media loop.
    interface Session extends AutoCloseable {
        /// Transcodes one frame. A frame that cannot be decoded is left out; nothing is thrown.
        ///
        /// @param bytes the array that holds the frame, only read and only during the call
        /// @param offset where the frame begins
        /// @param length its bytes
        /// @param timestampUs of its first sample on the broadcast's timeline
        /// @param sink told, before this returns, of the packets that are ready: zero or more
        void push(byte[] bytes, int offset, int length, long timestampUs, Sink sink);

        /// Gives its memory back. Once, after the last push.
        @Override
        void close();
    }

    /// Takes what was made.
    @FunctionalInterface
    interface Sink {
        /// One Opus packet of 20 ms at 48 kHz.
        ///
        /// @param packet belongs to the receiver from here on
        /// @param timestampUs of its first sample on the broadcast's timeline, rising by the
        ///     packet's duration while the input has no gap
        void opus(byte[] packet, long timestampUs);
    }
}
