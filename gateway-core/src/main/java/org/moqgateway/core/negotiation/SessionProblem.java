package org.moqgateway.core.negotiation;

/// Why a session carries less than its peer may expect, although it goes on.
///
/// @param code for programs
/// @param text for a person: what is wrong, and what would help
public record SessionProblem(Code code, String text) {
    /// The kinds of problems. Their tokens are stable.
    public enum Code {
        /// The viewer offers no video codec that the broadcast has.
        NO_COMMON_VIDEO_CODEC("no-common-video-codec"),
        /// The viewer offers no audio codec that the broadcast has.
        NO_COMMON_AUDIO_CODEC("no-common-audio-codec"),
        /// The viewer has the codec, but cannot show this profile: bit depth, chroma sampling,
        /// tier.
        VIDEO_PROFILE("video-profile"),
        /// The video is in a codec or container that cannot be sent over WebRTC.
        VIDEO_NOT_SENDABLE("video-not-sendable"),
        /// The audio is in a codec or container that cannot be sent over WebRTC.
        AUDIO_NOT_SENDABLE("audio-not-sendable"),
        /// The broadcast has no video rendition of the name that was chosen.
        NO_SUCH_VIDEO("no-such-video"),
        /// The broadcast has no audio rendition of the name that was chosen.
        NO_SUCH_AUDIO("no-such-audio"),
        /// The broadcast has no video any more that fits what was negotiated.
        VIDEO_GONE("video-gone"),
        /// The broadcast has no audio any more that fits what was negotiated.
        AUDIO_GONE("audio-gone"),
        /// The video has frames that are shown in another order than they are decoded in, and is
        /// not sent for it, or should not be.
        B_FRAMES("b-frames"),
        /// Such frames are there and left out, so that there are fewer pictures.
        B_FRAMES_DROPPED("b-frames-dropped");

        private final String token;

        Code(String token) {
            this.token = token;
        }

        /// The name that programs know it by.
        public String token() {
            return token;
        }
    }
}
