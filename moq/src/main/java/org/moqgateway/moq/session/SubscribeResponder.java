package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.wire.Datagram;
import org.moqgateway.moq.wire.GroupRange;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Subscribe;
import org.moqgateway.moq.wire.SubscribeOptions;
import org.moqgateway.moq.wire.SubscribeResponse;
import org.moqgateway.moq.wire.SubscribeUpdate;
import org.moqgateway.moq.wire.WireException;

/// Serves one SUBSCRIBE (moq-lite-05 Subscribe Stream).
///
/// Until lite-04 SUBSCRIBE_OK answers it as soon as the track is known. From lite-05 on
/// SUBSCRIBE_START names the first group, and SUBSCRIBE_END the one behind the last, before the
/// stream ends. The end of the peer's direction unsubscribes.
final class SubscribeResponder extends Response {
    private static final int MAX_DATAGRAM_BYTES = 1200;

    private @Nullable Subscribe request;
    private @Nullable TrackConsumer track;
    private @Nullable GroupSending groups;
    private @Nullable GroupConsumer beyondRange;
    private long lastGroup = GroupRange.OPEN;
    private boolean startSent;
    private boolean trackFinished;

    SubscribeResponder(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.SUBSCRIBE);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        if (request == null) {
            Optional<Subscribe> asked = messages.poll(Subscribe::decode);
            if (asked.isEmpty()) {
                return;
            }
            begin(asked.get());
        }
        @Nullable SubscribeOptions last = null;
        Optional<SubscribeUpdate> update = messages.poll(SubscribeUpdate::decode);
        while (update.isPresent()) {
            core.publisher().updated();
            last = update.get().options();
            update = messages.poll(SubscribeUpdate::decode);
        }
        if (last != null && !over()) {
            options(last);
            work();
        }
    }

    private void begin(Subscribe asked) {
        request = asked;
        core.tally().count(Counter.SUBSCRIPTIONS_SERVED);
        core.tally().subscriptionServed(1);
        Optional<TrackConsumer> found = core.publisher().track(asked.broadcast(), asked.track());
        if (found.isEmpty()) {
            refuse(MoqError.NOT_FOUND);
            return;
        }
        track = found.get();
        options(asked.options());
        if (asked.options().groups().first() != GroupRange.OPEN) {
            found.get().startAt(asked.options().groups().first());
        }
        found.get().onAvailable(this);
        work();
    }

    private void options(SubscribeOptions options) {
        lastGroup = options.groups().last();
        TrackConsumer read = track;
        if (read != null) {
            read.demand(new Demand(options.priority(), options.ordered(), options.maxLatency()));
            read.maxLatencyUs(Saturating.nanos(options.maxLatency()) / 1000);
        }
        GroupSending sending = groups;
        if (sending != null) {
            sending.options(options);
        }
        Subscribe asked = request;
        if (asked != null) {
            request = new Subscribe(asked.id(), asked.broadcast(), asked.track(), options);
        }
    }

    @Override
    void work() {
        TrackConsumer read = track;
        if (over() || read == null) {
            return;
        }
        GroupSending sending = groups == null ? accept(read) : groups;
        if (sending == null) {
            return;
        }
        boolean more = true;
        while (more && !over() && !trackFinished) {
            more = pull(read, sending);
        }
    }

    private @Nullable GroupSending accept(TrackConsumer read) {
        Subscribe asked = request;
        if (asked == null) {
            return null;
        }
        switch (read.pollInfo()) {
            case Poll.Ready(TrackInfo info) -> {
                groups = new GroupSending(core, asked, info, this::idle);
                if (!core.version().hasTrackStream()) {
                    SubscribeOptions ok =
                            new SubscribeOptions(
                                    asked.options().priority(),
                                    false,
                                    Duration.ZERO,
                                    GroupRange.LIVE);
                    write(new SubscribeResponse.Ok(ok));
                }
            }
            case Poll.Aborted(AbortReason reason) -> abort(Reasons.streamCode(reason));
            case Poll.Finished() -> refuse(MoqError.NOT_FOUND);
            case Poll.Skipped(long _), Poll.Pending() -> {
                // Woken when it is known.
            }
        }
        return groups;
    }

    /// Takes one step.
    ///
    /// @return false when there is nothing to do for now
    private boolean pull(TrackConsumer read, GroupSending sending) {
        GroupConsumer held = beyondRange;
        if (held != null) {
            if (beyondRange(held)) {
                return false;
            }
            beyondRange = null;
            serve(held, sending);
            return true;
        }
        switch (read.pollGroup()) {
            case Poll.Ready(GroupConsumer group) -> serve(group, sending);
            case Poll.Skipped(long _) -> {
                // What was left out is told by the numbers of the groups.
            }
            case Poll.Pending() -> {
                return false;
            }
            case Poll.Finished() -> finishTrack(read, sending);
            case Poll.Aborted(AbortReason reason) -> abort(Reasons.streamCode(reason));
        }
        return true;
    }

    private boolean beyondRange(GroupConsumer group) {
        return lastGroup != GroupRange.OPEN && group.sequence() > lastGroup;
    }

    private void serve(GroupConsumer group, GroupSending sending) {
        if (beyondRange(group)) {
            // The bound may be lifted: hold on to the place in the track.
            beyondRange = group;
        } else if (group.datagram()) {
            sendDatagram(group);
            group.close();
        } else {
            if (core.version().hasTrackStream() && !startSent) {
                startSent = true;
                write(new SubscribeResponse.Start(group.sequence()));
            }
            sending.begin(group);
        }
    }

    private void sendDatagram(GroupConsumer group) {
        Subscribe asked = request;
        if (asked == null
                || !core.version().hasDatagrams()
                || !(group.poll() instanceof Poll.Ready(Frame frame))) {
            return;
        }
        long units = Timestamps.toUnits(frame.timestampUs(), group.info().timescale());
        byte[] datagram =
                new Datagram(asked.id(), group.sequence(), units, frame.payload())
                        .encode(core.version());
        boolean left =
                datagram.length <= MAX_DATAGRAM_BYTES
                        && core.connection().sendDatagram(ByteBuffer.wrap(datagram));
        core.tally().count(left ? Counter.DATAGRAMS_SENT : Counter.DATAGRAMS_DROPPED);
    }

    private void finishTrack(TrackConsumer read, GroupSending sending) {
        trackFinished = true;
        if (core.version().hasTrackStream()) {
            long newest = read.newestSequence().orElse(-1);
            write(new SubscribeResponse.End(newest + 1));
        }
        if (sending.idle()) {
            complete();
        }
    }

    private void idle() {
        if (trackFinished && !over()) {
            complete();
        }
    }

    private void write(SubscribeResponse response) {
        stream.write(response.encode(core.version()));
    }

    @Override
    void peerFinished() {
        complete();
    }

    @Override
    void release() {
        if (request != null) {
            core.tally().subscriptionServed(-1);
        }
        if (groups != null) {
            groups.cancel();
        }
        if (beyondRange != null) {
            beyondRange.close();
        }
        if (track != null) {
            track.close();
        }
    }
}
