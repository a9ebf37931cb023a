package org.moqgateway.core.egress;

import java.util.Optional;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.negotiation.SessionProblem;

/// Makes RTP payloads of the frames of one track. Belongs to the feed's home loop.
interface FeedStage {
    /// Takes what a stage made.
    @FunctionalInterface
    interface Out {
        /// One frame, on the home loop.
        ///
        /// @param mediaUs the broadcast's media timestamp in microseconds
        /// @param packets its RTP payloads, at least one
        /// @param keyframe whether a decoder can begin with it
        /// @param reordered whether it is shown before a frame that came before it
        void frame(long mediaUs, PacketizedFrame packets, boolean keyframe, boolean reordered);
    }

    /// Takes one frame of the track, as it is stored.
    ///
    /// @param payload of the MoQ frame, only read
    /// @param beginsGroup whether it is the first frame of its group
    /// @param out told of zero or more frames, now or later
    void push(byte[] payload, boolean beginsGroup, Out out);

    /// Why viewers see less than there is; empty when they do not. Any thread.
    Optional<SessionProblem> problem();

    /// Gives up what it holds; nothing is pushed any more.
    void close();
}
