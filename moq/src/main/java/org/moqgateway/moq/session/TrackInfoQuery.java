package org.moqgateway.moq.session;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.TrackInfoMessage;
import org.moqgateway.moq.wire.TrackMessage;
import org.moqgateway.moq.wire.WireException;

/// Asks the peer what the publisher fixed about a track (moq-lite-05 Track Stream).
final class TrackInfoQuery extends OutgoingRequest {
    /// The longest retention that a publisher can make us promise.
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final Subscriber.TrackKey key;
    private final Consumer<TrackInfo> known;
    private final LongConsumer refused;

    /// @param known hears the answer
    /// @param refused hears the stream code when there is none
    TrackInfoQuery(
            SessionCore core,
            Subscriber.TrackKey key,
            Consumer<TrackInfo> known,
            LongConsumer refused) {
        super(
                core,
                BidiStreamType.TRACK,
                new TrackMessage(key.broadcast(), key.track()).encode(core.version()));
        this.key = key;
        this.known = known;
        this.refused = refused;
    }

    @Override
    void read(MessageReader received) throws WireException {
        Optional<TrackInfoMessage> answer = received.poll(TrackInfoMessage::decode);
        if (answer.isEmpty()) {
            return;
        }
        TrackInfo info = info(answer.get());
        received.finish();
        leave();
        core.subscriber().info(key, info);
        known.accept(info);
    }

    private TrackInfo info(TrackInfoMessage message) throws WireException {
        if (message.timescale() > Integer.MAX_VALUE) {
            throw new WireException(MoqError.TIMESTAMP_MISMATCH, "timescale is too fine");
        }
        Duration age = message.maxAge().compareTo(MAX_AGE) > 0 ? MAX_AGE : message.maxAge();
        return new TrackInfo(
                key.track(),
                message.priority(),
                (int) message.timescale(),
                age,
                TrackInfo.DEFAULT_MAX_BYTES);
    }

    @Override
    void answered() {
        refused.accept(MoqError.MALFORMED.streamCode());
    }

    @Override
    void failed(long streamCode) {
        refused.accept(streamCode);
    }

    @Override
    void malformed(WireException e) {
        refused.accept(e.error().streamCode());
    }
}
