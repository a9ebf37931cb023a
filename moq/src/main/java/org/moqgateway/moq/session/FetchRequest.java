package org.moqgateway.moq.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.GroupRequest;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.wire.Fetch;
import org.moqgateway.moq.wire.MoqError;

/// Brings one group that the origin asked for (moq-lite-05 FETCH). Versions without FETCH do not
/// have it.
final class FetchRequest extends Work {
    private final SessionCore core;
    private final Subscriber.TrackKey key;
    private final GroupRequest request;
    private @Nullable TrackInfoQuery infoQuery;
    private @Nullable FetchQuery query;
    private boolean begun;
    private boolean over;

    FetchRequest(SessionCore core, String path, GroupRequest request) {
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
        }
    }

    private void begin() {
        begun = true;
        if (core.over() || core.leaving() || !core.version().hasTrackStream()) {
            over = true;
            request.reject(AbortReason.NOT_FOUND);
            return;
        }
        core.subscriber().add(this);
        core.tally().count(Counter.FETCHES_MADE);
        Optional<TrackInfo> info = core.subscriber().info(key);
        if (info.isPresent()) {
            fetch(info.get());
            return;
        }
        TrackInfoQuery asked =
                new TrackInfoQuery(
                        core, key, this::fetch, code -> fail(Reasons.ofStreamCode(code)));
        infoQuery = asked;
        asked.listen();
    }

    private void fetch(TrackInfo info) {
        if (!over) {
            FetchQuery asked = new FetchQuery(core, this, request, info);
            query = asked;
            asked.listen();
        }
    }

    /// What is asked.
    Fetch message() {
        return new Fetch(key.broadcast(), key.track(), request.priority(), request.sequence());
    }

    /// The whole group came, or what is wrong with it was told to its readers.
    void done() {
        if (!over) {
            over = true;
            core.subscriber().remove(this);
        }
    }

    /// There is no group to be had.
    void fail(AbortReason reason) {
        if (!over) {
            leave(reason);
            request.reject(reason);
        }
    }

    void sessionEnded() {
        fail(AbortReason.DROPPED.withText(MoqError.SESSION_CLOSED.text()));
    }

    private void leave(AbortReason reason) {
        done();
        if (infoQuery != null) {
            infoQuery.leave();
        }
        if (query != null) {
            query.abandon(reason);
        }
    }
}
