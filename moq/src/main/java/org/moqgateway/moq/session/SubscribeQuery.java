package org.moqgateway.moq.session;

import java.util.Optional;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Subscribe;
import org.moqgateway.moq.wire.SubscribeOptions;
import org.moqgateway.moq.wire.SubscribeResponse;
import org.moqgateway.moq.wire.SubscribeUpdate;
import org.moqgateway.moq.wire.WireException;

/// The subscribe stream of a [TrackSubscription].
final class SubscribeQuery extends OutgoingRequest {
    private final TrackSubscription track;
    private boolean accepted;

    SubscribeQuery(SessionCore core, TrackSubscription track, Subscribe request) {
        super(core, BidiStreamType.SUBSCRIBE, request.encode(core.version()));
        this.track = track;
    }

    /// The wishes changed. Ask [#writable] first: of those that wait only the last one counts.
    void update(SubscribeOptions options) {
        write(new SubscribeUpdate(options).encode(core.version()));
    }

    @Override
    void read(MessageReader received) throws WireException {
        while (!over()) {
            Optional<SubscribeResponse> next = received.poll(SubscribeResponse.DECODER);
            if (next.isEmpty()) {
                return;
            }
            heard(next.get());
        }
    }

    private void heard(SubscribeResponse response) throws WireException {
        switch (response) {
            case SubscribeResponse.Ok(var _) -> {
                accepted = true;
                track.accepted();
            }
            case SubscribeResponse.End(long group) -> track.endsBefore(group);
            case SubscribeResponse.Start(long _) -> {
                // The groups themselves say so.
            }
            case SubscribeResponse.Drop(long _, long _, long _) -> {
                if (!accepted && !core.version().hasTrackStream()) {
                    throw new WireException(
                            MoqError.PROTOCOL_VIOLATION, "SUBSCRIBE_DROP before SUBSCRIBE_OK");
                }
            }
        }
    }

    @Override
    void answered() {
        track.answered();
    }

    @Override
    void failed(long streamCode) {
        track.fail(Reasons.ofStreamCode(streamCode));
    }

    @Override
    void malformed(WireException e) {
        track.fail(Reasons.of(e.error()));
    }
}
