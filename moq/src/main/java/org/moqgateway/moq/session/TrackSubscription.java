package org.moqgateway.moq.session;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.model.TrackRequest;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.wire.Datagram;
import org.moqgateway.moq.wire.GroupRange;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Subscribe;
import org.moqgateway.moq.wire.SubscribeOptions;

/// One subscription at the peer, for all who read the track here.
///
/// From lite-05 on TRACK is asked first, because without the timescale no frame can be read; then
/// SUBSCRIBE. Before, SUBSCRIBE_OK or the first group accepts, and frames bear the time of their
/// arrival.
final class TrackSubscription extends Work {
    /// How long groups may come after the end of a subscription.
    private static final Duration TAIL = Duration.ofSeconds(1);

    private final SessionCore core;
    private final Subscriber.TrackKey key;
    private final TrackRequest request;
    private final Set<GroupReceiving> groups = new LinkedHashSet<>();
    private @Nullable TrackInfoQuery infoQuery;
    private @Nullable SubscribeQuery query;
    private @Nullable TrackProducer producer;
    private @Nullable SubscribeOptions sent;
    private int timescale = TrackInfo.MICROSECONDS;
    private long id = -1;
    private long newest = -1;
    private OptionalLong end = OptionalLong.empty();
    private boolean begun;
    private boolean answered;
    private boolean tailOver;
    private boolean over;

    TrackSubscription(SessionCore core, String path, TrackRequest request) {
        super(core.queue());
        this.core = core;
        this.key = new Subscriber.TrackKey(path, request.track());
        this.request = request;
    }

    @Override
    void work() {
        if (over) {
            return;
        }
        if (request.cancelled()) {
            leave(AbortReason.CANCELLED);
        } else if (!begun) {
            begin();
        } else {
            update();
        }
    }

    private void begin() {
        begun = true;
        if (core.over() || core.leaving()) {
            over = true;
            request.reject(AbortReason.DROPPED.withText(MoqError.GOING_AWAY.text()));
            return;
        }
        core.subscriber().add(this);
        if (!core.version().hasTrackStream()) {
            subscribe();
            return;
        }
        TrackInfoQuery asked =
                new TrackInfoQuery(
                        core, key, this::known, code -> fail(Reasons.ofStreamCode(code)));
        infoQuery = asked;
        asked.listen();
    }

    private void known(TrackInfo info) {
        if (over) {
            return;
        }
        accept(info);
        subscribe();
    }

    /// The peer has the track.
    private TrackProducer accept(TrackInfo info) {
        TrackProducer accepted = request.accept(info);
        producer = accepted;
        timescale = info.timescale();
        return accepted;
    }

    private TrackProducer acceptUntold() {
        TrackProducer accepted = producer;
        return accepted != null
                ? accepted
                : accept(
                        new TrackInfo(
                                key.track(),
                                0,
                                TrackInfo.MICROSECONDS,
                                TrackInfo.DEFAULT_MAX_AGE,
                                TrackInfo.DEFAULT_MAX_BYTES));
    }

    private void subscribe() {
        id = core.subscriber().subscribe(this);
        SubscribeOptions options = options();
        sent = options;
        Subscribe message = new Subscribe(id, key.broadcast(), key.track(), options);
        SubscribeQuery asked = new SubscribeQuery(core, this, message);
        query = asked;
        asked.listen();
    }

    private SubscribeOptions options() {
        Demand demand = request.demand();
        OptionalLong first = request.firstGroup();
        return new SubscribeOptions(
                demand.priority(),
                demand.ordered(),
                demand.maxLatency(),
                first.isPresent() ? GroupRange.from(first.getAsLong()) : GroupRange.LIVE);
    }

    private void update() {
        SubscribeQuery asked = query;
        if (asked == null || answered) {
            return;
        }
        SubscribeOptions now = options();
        if (!now.equals(sent) && asked.writable(this)) {
            sent = now;
            asked.update(now);
        }
    }

    /// SUBSCRIBE_OK came.
    void accepted() {
        if (!over) {
            acceptUntold();
        }
    }

    /// SUBSCRIBE_END came.
    void endsBefore(long group) {
        end = OptionalLong.of(group);
    }

    /// The peer ended the subscription: the track is over, but for groups on their way.
    void answered() {
        if (core.version().hasTrackStream() && end.isEmpty()) {
            fail(AbortReason.DROPPED.withText("ended without SUBSCRIBE_END"));
            return;
        }
        answered = true;
        if (!finishIfComplete()) {
            core.after(
                    TAIL,
                    () -> {
                        tailOver = true;
                        finishIfComplete();
                    });
        }
    }

    private boolean finishIfComplete() {
        boolean all = end.isPresent() && newest + 1 >= end.getAsLong();
        if (over || !answered || !groups.isEmpty() || (!all && !tailOver)) {
            return false;
        }
        TrackProducer written = acceptUntold();
        release();
        written.finish();
        return true;
    }

    /// A group stream of this subscription begins.
    GroupProducer begin(GroupReceiving group, long sequence) {
        newest = Math.max(newest, sequence);
        groups.add(group);
        return acceptUntold().createGroup(sequence, core.loop().nowNanos());
    }

    void ended(GroupReceiving group) {
        groups.remove(group);
        finishIfComplete();
    }

    void datagram(Datagram datagram) {
        core.tally().count(Counter.DATAGRAMS_RECEIVED);
        newest = Math.max(newest, datagram.sequence());
        TrackProducer written = producer;
        if (written != null) {
            Frame frame = new Frame(timestampUs(datagram.timestamp()), datagram.payload());
            written.writeDatagram(datagram.sequence(), frame, core.loop().nowNanos());
        }
    }

    /// The model's time of a timestamp of the wire.
    long timestampUs(long units) {
        return core.version().hasFrameTimestamps()
                ? Timestamps.toMicros(units, timescale)
                : core.arrivalUs();
    }

    /// The peer does not give the track, or not any more.
    void fail(AbortReason reason) {
        if (!over) {
            TrackProducer written = producer;
            leave(reason);
            if (written == null) {
                request.reject(reason);
            } else {
                written.abort(reason);
            }
        }
    }

    /// The session has ended; the origin was told and asks elsewhere.
    void sessionEnded() {
        if (!over) {
            TrackProducer written = producer;
            leave(AbortReason.DROPPED);
            if (written == null) {
                request.reject(AbortReason.DROPPED.withText(MoqError.SESSION_CLOSED.text()));
            }
        }
    }

    private void leave(AbortReason reason) {
        release();
        List.copyOf(groups).forEach(group -> group.leave(reason));
        groups.clear();
    }

    private void release() {
        over = true;
        core.subscriber().remove(this);
        if (id >= 0) {
            core.subscriber().unsubscribe(id);
        }
        if (infoQuery != null) {
            infoQuery.leave();
        }
        if (query != null) {
            query.leave();
        }
    }
}
