package org.moqgateway.moq.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.GroupFetch;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.wire.Fetch;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// Answers FETCH with the frames of one group and the end of the stream, or resets it (moq-lite-05
/// Fetch Stream).
final class FetchResponse extends Response {
    private @Nullable GroupFetch fetch;
    private @Nullable GroupConsumer group;
    private @Nullable FrameWriter frames;

    FetchResponse(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.REQUEST);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        if (fetch == null) {
            Optional<Fetch> request = messages.poll(Fetch::decode);
            if (request.isEmpty()) {
                return;
            }
            messages.finish();
            begin(request.get());
        }
        messages.finish();
    }

    private void begin(Fetch request) {
        core.tally().count(Counter.FETCHES_SERVED);
        stream.sendOrder((long) request.priority() << 48);
        Optional<BroadcastConsumer> broadcast = core.publisher().broadcast(request.broadcast());
        if (broadcast.isEmpty() || request.track().isEmpty()) {
            broadcast.ifPresent(BroadcastConsumer::close);
            refuse(MoqError.NOT_FOUND);
            return;
        }
        try (BroadcastConsumer found = broadcast.get()) {
            GroupFetch asked = found.group(request.track(), request.group(), request.priority());
            fetch = asked;
            asked.onAvailable(this);
        }
        work();
    }

    @Override
    void work() {
        GroupFetch asked = fetch;
        if (over() || asked == null || (group == null && !answered(asked))) {
            return;
        }
        while (!over() && stream.writable()) {
            if (!pull()) {
                return;
            }
        }
    }

    private boolean answered(GroupFetch asked) {
        switch (asked.poll()) {
            case Poll.Ready(GroupConsumer found) -> {
                group = found;
                frames = new FrameWriter(stream, core, found.info().timescale());
                found.onAvailable(this);
                return true;
            }
            case Poll.Aborted(AbortReason reason) -> abort(Reasons.streamCode(reason));
            case Poll.Finished() -> refuse(MoqError.NOT_FOUND);
            case Poll.Skipped(long _), Poll.Pending() -> {
                // Woken when it is known.
            }
        }
        return false;
    }

    private boolean pull() {
        GroupConsumer read = group;
        FrameWriter writer = frames;
        if (read == null || writer == null) {
            return false;
        }
        switch (read.poll()) {
            case Poll.Ready(Frame frame) -> writer.write(frame);
            case Poll.Finished() -> complete();
            case Poll.Aborted(AbortReason reason) -> abort(Reasons.streamCode(reason));
            case Poll.Skipped(long _), Poll.Pending() -> {
                return false;
            }
        }
        return true;
    }

    @Override
    void peerFinished() {
        // A requester may close its direction at once; it waits for the answer all the same.
    }

    @Override
    void release() {
        if (fetch != null) {
            fetch.close();
        }
        if (group != null) {
            group.close();
        }
    }
}
