package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Ending;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.GroupHeader;
import org.moqgateway.moq.wire.GroupReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// Reads one group stream of the peer into the model (moq-lite-05 Group Stream). What is wrong with
/// it costs the group alone.
final class GroupReceiving implements StreamReader, GroupReader.Sink {
    private final SessionCore core;
    private final ReceiveStream stream;
    private final GroupReader reader;
    private @Nullable TrackSubscription track;
    private @Nullable GroupProducer group;
    private boolean over;

    GroupReceiving(SessionCore core, ReceiveStream stream) {
        this.core = core;
        this.stream = stream;
        reader = GroupReader.ofStream(core.version(), core.limits().frameBytes(), this);
    }

    @Override
    public void group(GroupHeader header) throws WireException {
        Optional<TrackSubscription> found = core.subscriber().subscription(header.subscribeId());
        if (found.isEmpty()) {
            throw new WireException(MoqError.CANCEL, "no subscription " + header.subscribeId());
        }
        core.tally().count(Counter.GROUPS_RECEIVED);
        track = found.get();
        group = found.get().begin(this, header.sequence());
    }

    @Override
    public void frame(long timestamp, byte[] payload) throws WireException {
        TrackSubscription owner = Objects.requireNonNull(track, "a frame before the header");
        GroupProducer written = Objects.requireNonNull(group, "a frame before the header");
        core.tally().count(Counter.FRAMES_RECEIVED);
        core.tally().add(Counter.BYTES_RECEIVED, payload.length);
        if (!written.write(new Frame(owner.timestampUs(timestamp), payload))) {
            // Either it has ended already, or it would hold more than a group may.
            throw new WireException(
                    written.ending().isPresent() ? MoqError.CANCEL : MoqError.GROUP_TOO_LARGE,
                    "group not kept");
        }
    }

    @Override
    public boolean hold(int bytes) {
        return core.incomplete().hold(bytes);
    }

    @Override
    public void release(int bytes) {
        core.incomplete().release(bytes);
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (over || core.over()) {
            return;
        }
        try {
            reader.read(bytes);
            stopWhenUnwanted();
        } catch (WireException e) {
            refuse(e.error());
        }
    }

    private void stopWhenUnwanted() {
        GroupProducer written = group;
        if (written == null) {
            return;
        }
        Optional<Ending> ending = written.ending();
        if (ending.isPresent() && ending.get() instanceof Ending.Aborted(AbortReason reason)) {
            stop(Reasons.streamCode(reason));
        }
    }

    private void refuse(MoqError error) {
        GroupProducer written = group;
        if (written != null) {
            written.abort(Reasons.of(error));
        }
        if (error != MoqError.CANCEL) {
            core.wasted();
        }
        stop(error.streamCode());
    }

    private void stop(long streamCode) {
        core.tally().count(Counter.GROUPS_ABORTED);
        stream.stop(core.codes().toWire(streamCode));
        end();
    }

    @Override
    public void finished() {
        if (over || core.over()) {
            return;
        }
        try {
            reader.finish();
            GroupProducer written = group;
            if (written != null) {
                written.finish();
            }
            end();
        } catch (WireException e) {
            refuse(e.error());
        }
    }

    @Override
    public void reset(long code) {
        if (over || core.over()) {
            return;
        }
        core.tally().count(Counter.GROUPS_ABORTED);
        GroupProducer written = group;
        if (written == null) {
            core.wasted();
        } else {
            written.abort(Reasons.ofStreamCode(core.codes().fromWire(code)));
        }
        end();
    }

    /// Its subscription is over.
    void leave(AbortReason reason) {
        GroupProducer written = group;
        if (!over) {
            over();
            stream.stop(core.codes().toWire(MoqError.CANCEL.streamCode()));
            if (written != null) {
                written.abort(reason);
            }
        }
    }

    private void over() {
        over = true;
        reader.discard();
        core.subscriber().received();
    }

    private void end() {
        if (!over) {
            over();
            if (track != null) {
                track.ended(this);
            }
        }
    }
}
