package org.moqgateway.moq.session;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.GroupRequest;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.GroupHeader;
import org.moqgateway.moq.wire.GroupReader;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// The fetch stream of a [FetchRequest]. There is no message that accepts: the first byte does, or
/// the end of an empty group.
final class FetchQuery extends OutgoingRequest implements GroupReader.Sink {
    private final FetchRequest fetch;
    private final GroupRequest request;
    private final TrackInfo info;
    private final GroupReader reader;
    private @Nullable GroupProducer group;

    FetchQuery(SessionCore core, FetchRequest fetch, GroupRequest request, TrackInfo info) {
        super(core, BidiStreamType.FETCH, fetch.message().encode(core.version()));
        this.fetch = fetch;
        this.request = request;
        this.info = info;
        reader = GroupReader.ofFetch(core.version(), core.limits().frameBytes(), this);
    }

    private GroupProducer accepted() {
        GroupProducer written = group;
        if (written == null) {
            written = request.accept(info);
            group = written;
        }
        return written;
    }

    @Override
    void read(MessageReader received) throws WireException {
        accepted();
        reader.read(received.rest());
    }

    @Override
    public void group(GroupHeader header) {
        throw new IllegalStateException("the answer of a FETCH has no header");
    }

    @Override
    public void frame(long timestamp, byte[] payload) throws WireException {
        core.tally().count(Counter.FRAMES_RECEIVED);
        core.tally().add(Counter.BYTES_RECEIVED, payload.length);
        long timestampUs = Timestamps.toMicros(timestamp, info.timescale());
        GroupProducer written = accepted();
        if (!written.write(new Frame(timestampUs, payload))) {
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
    void answered() {
        GroupProducer written = accepted();
        try {
            reader.finish();
            written.finish();
        } catch (WireException e) {
            written.abort(Reasons.of(e.error()));
        }
        reader.discard();
        fetch.done();
    }

    @Override
    void failed(long streamCode) {
        end(Reasons.ofStreamCode(streamCode));
    }

    @Override
    void malformed(WireException e) {
        end(Reasons.of(e.error()));
    }

    private void end(AbortReason reason) {
        reader.discard();
        GroupProducer written = group;
        if (written == null) {
            fetch.fail(reason);
        } else {
            written.abort(reason);
            fetch.done();
        }
    }

    /// Nobody wants it any more, or the session has ended.
    void abandon(AbortReason reason) {
        leave();
        reader.discard();
        GroupProducer written = group;
        if (written != null) {
            written.abort(reason);
        }
    }
}
