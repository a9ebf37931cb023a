package org.moqgateway.core.egress;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;

/// Makes Opus of a track's audio, beside the media loops: the frames wait in a queue, of which the
/// oldest goes when it is full, and the packets come back to the home loop.
final class TranscodingStage implements FeedStage, ContainerReader.Sink {
    /// Frames that may wait: more than a second of AAC.
    static final int MAX_WAITING = 64;

    private final ContainerReader container;
    private final AudioRendition audio;
    private final OpusTranscoding transcoding;
    private final Executor transcoders;
    private final MediaLoop home;
    private final OpusPacketizer packetizer = new OpusPacketizer();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    /// Of the transcoding task alone, of which one runs at a time.
    private OpusTranscoding.@Nullable Session session;

    private byte[] payload = {};
    private @Nullable Out out;
    private volatile Optional<SessionProblem> problem = Optional.empty();

    /// A frame that waits; `bytes` is the payload of a MoQ frame and never modified.
    @SuppressWarnings("ArrayRecordComponent") // the bytes are shared, not compared
    private record Waiting(byte[] bytes, int offset, int length, long timestampUs, Out out) {}

    TranscodingStage(
            ContainerReader container, AudioRendition audio, FeedPolicy policy, MediaLoop home) {
        this.container = container;
        this.audio = audio;
        this.transcoding = policy.transcoding();
        this.transcoders = policy.transcoders();
        this.home = home;
    }

    @Override
    public void push(byte[] framePayload, boolean beginsGroup, Out receiver) {
        payload = framePayload;
        out = receiver;
        if (!container.read(framePayload, beginsGroup, this)) {
            out = null; // Nothing was read: the container counts it.
        }
    }

    @Override
    public void sample(long timestampUs, int offset, int length, boolean keyframe) {
        Out receiver = out;
        if (receiver == null || problem.isPresent()) {
            return;
        }
        Waiting frame = new Waiting(payload, offset, length, timestampUs, receiver);
        boolean start;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (queue.size() == MAX_WAITING) {
                queue.removeFirst();
            }
            queue.addLast(frame);
            start = !running;
            running = true;
        }
        if (start) {
            transcoders.execute(this::work);
        }
    }

    private void work() {
        for (Waiting frame = next(); frame != null; frame = next()) {
            transcode(frame);
        }
    }

    /// The next frame; null when none waits, which ends the task.
    private synchronized @Nullable Waiting next() {
        if (closed) {
            OpusTranscoding.Session ending = session;
            session = null;
            if (ending != null) {
                ending.close();
            }
        }
        Waiting frame = closed ? null : queue.pollFirst();
        running = frame != null;
        return frame;
    }

    private void transcode(Waiting frame) {
        OpusTranscoding.Session open = session;
        if (open == null) {
            open = open();
            session = open;
        }
        if (open != null) {
            open.push(
                    frame.bytes(),
                    frame.offset(),
                    frame.length(),
                    frame.timestampUs(),
                    (packet, us) -> home.execute(() -> deliver(packet, us, frame.out())));
        }
    }

    private OpusTranscoding.@Nullable Session open() {
        byte[] description = container.description().orElseGet(() -> new byte[0]);
        OpusTranscoding.Session opened =
                transcoding
                        .open(
                                audio.common().codec(),
                                description,
                                audio.sampleRate(),
                                audio.numberOfChannels())
                        .orElse(null);
        if (opened == null) {
            problem =
                    Optional.of(
                            new SessionProblem(
                                    SessionProblem.Code.AUDIO_NOT_SENDABLE,
                                    "the audio (%s) cannot be turned into Opus; encode Opus"
                                            .formatted(audio.common().codec())));
        }
        return opened;
    }

    /// On the home loop.
    private void deliver(byte[] packet, long timestampUs, Out receiver) {
        PacketizedFrame packets =
                packetizer.packetize(packet, 0, packet.length, PacketizingStage.MAX_PAYLOAD_BYTES);
        if (packets.count() > 0) {
            receiver.frame(timestampUs, packets, true, false);
        }
    }

    @Override
    public Optional<SessionProblem> problem() {
        return problem;
    }

    @Override
    public void close() {
        boolean start;
        synchronized (this) {
            closed = true;
            queue.clear();
            start = !running;
            running = true;
        }
        if (start) {
            transcoders.execute(this::work); // Closes the session where it is used.
        }
    }
}
