package org.moqgateway.moq.session;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.TrackInfoMessage;
import org.moqgateway.moq.wire.TrackMessage;
import org.moqgateway.moq.wire.WireException;

/// Answers TRACK with TRACK_INFO (moq-lite-05 Track Stream).
///
/// A remote track is asked for with its first consumer. The SUBSCRIBE of the same peer follows a
/// round trip later, so the consumer is kept a little longer than the answer takes: otherwise each
/// start would ask twice.
final class TrackResponse extends Response {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private @Nullable TrackConsumer track;
    private TransportLoop.@Nullable Timer kept;
    private boolean answered;

    TrackResponse(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.TRACK);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        if (track != null) {
            messages.finish();
            return;
        }
        Optional<TrackMessage> request = messages.poll(TrackMessage::decode);
        if (request.isPresent()) {
            messages.finish();
            ask(request.get());
        }
    }

    private void ask(TrackMessage request) {
        Optional<TrackConsumer> found =
                core.publisher().track(request.broadcast(), request.track());
        if (found.isEmpty()) {
            refuse(MoqError.NOT_FOUND);
            return;
        }
        track = found.get();
        found.get().onAvailable(this);
        work();
    }

    @Override
    void work() {
        TrackConsumer asked = track;
        if (over() || answered || asked == null) {
            return;
        }
        switch (asked.pollInfo()) {
            case Poll.Ready(TrackInfo info) -> answer(info);
            case Poll.Aborted(var reason) -> abort(Reasons.streamCode(reason));
            case Poll.Finished() -> refuse(MoqError.NOT_FOUND);
            case Poll.Skipped(long _), Poll.Pending() -> {
                // Woken when it is known.
            }
        }
    }

    private void answer(TrackInfo info) {
        answered = true;
        stream.write(
                new TrackInfoMessage(info.priority(), false, info.maxAge(), info.timescale())
                        .encode(core.version()));
        stream.finish();
        kept = core.loop().schedule(this::end, KEPT_NANOS);
    }

    @Override
    void peerFinished() {
        // A requester may close its direction at once; it waits for the answer all the same.
    }

    @Override
    void release() {
        TrackConsumer asked = track;
        if (asked != null) {
            asked.close();
        }
        if (kept != null) {
            kept.cancel();
        }
    }
}
