package org.moqgateway.core.egress;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.LayerFilter;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.negotiation.SessionProblem;

/// Takes frames out of their container and cuts them into RTP payloads, as far as they are wanted.
final class PacketizingStage implements FeedStage, ContainerReader.Sink {
    /// Most payload bytes of an RTP packet: with SRTP, extensions and RTX it stays within 1200
    /// bytes of UDP payload, which every path carries.
    static final int MAX_PAYLOAD_BYTES = 1150;

    /// How the frames of a rendition become payloads.
    ///
    /// @param container takes them out of the track's frames
    /// @param shape makes a byte stream of them; null when they are what the packetizer takes
    /// @param layers takes layers out; null when all are wanted
    /// @param gate looks at the order; null where it cannot change
    /// @param packetizer cuts them
    record Way(
            ContainerReader container,
            @Nullable StoredShape shape,
            @Nullable LayerFilter layers,
            @Nullable ReorderingGate gate,
            Packetizer packetizer) {
        /// The frames of a container, cut as they are.
        static Way plain(ContainerReader container, Packetizer packetizer) {
            return new Way(container, null, null, null, packetizer);
        }
    }

    private final Way way;
    private byte[] payload = {};
    private @Nullable Out out;
    private volatile Optional<SessionProblem> problem = Optional.empty();

    PacketizingStage(Way way) {
        this.way = way;
    }

    @Override
    public void push(byte[] framePayload, boolean beginsGroup, Out receiver) {
        payload = framePayload;
        out = receiver;
        if (!way.container().read(framePayload, beginsGroup, this)) {
            out = null; // Nothing was read: the container counts it.
        }
    }

    @Override
    public void sample(long timestampUs, int offset, int length, boolean keyframe) {
        StoredShape shape = way.shape();
        if (shape == null) {
            layers(timestampUs, payload, offset, length, keyframe);
        } else {
            byte[] stream = shape.annexB(payload, offset, length, keyframe);
            layers(timestampUs, stream, 0, stream.length, keyframe);
        }
    }

    private void layers(long mediaUs, byte[] bytes, int offset, int length, boolean keyframe) {
        LayerFilter filter = way.layers();
        if (filter == null) {
            order(mediaUs, bytes, offset, length, keyframe);
        } else {
            byte[] left = filter.filter(bytes, offset, length, keyframe);
            order(mediaUs, left, 0, left.length, keyframe);
        }
    }

    private void order(long mediaUs, byte[] bytes, int offset, int length, boolean keyframe) {
        ReorderingGate gate = way.gate();
        if (length == 0) {
            return;
        }
        if (gate == null) {
            cut(mediaUs, bytes, offset, length, keyframe, false);
            return;
        }
        ReorderingGate.Passage passage = gate.next(bytes, offset, length, keyframe);
        if (!gate.problem().equals(problem)) {
            problem = gate.problem();
        }
        switch (passage) {
            case SEND -> cut(mediaUs, bytes, offset, length, keyframe, false);
            case SEND_REORDERED -> cut(mediaUs, bytes, offset, length, keyframe, true);
            case LEAVE_OUT -> {
                // Said in the problem.
            }
        }
    }

    private void cut(
            long mediaUs,
            byte[] bytes,
            int offset,
            int length,
            boolean keyframe,
            boolean reordered) {
        PacketizedFrame packets =
                way.packetizer().packetize(bytes, offset, length, MAX_PAYLOAD_BYTES);
        Out receiver = out;
        if (packets.count() > 0 && receiver != null) {
            receiver.frame(mediaUs, packets, keyframe, reordered);
        }
    }

    @Override
    public Optional<SessionProblem> problem() {
        return problem;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
