package org.moqgateway.server.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.PatchResult;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.Refusal;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.SessionStats;
import org.moqgateway.core.webrtc.ViewerTerms;

/// A media side without media. An offer that contains the name of a [Refusal] is refused with it,
/// one that says `explode` throws, every other is taken.
final class FakeBroker implements SessionBroker {
    static final String ANSWER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    static final String RESTART = "a=ice-ufrag:new1\r\na=ice-pwd:0123456789012345678901\r\n";
    static final String RESTART_ANSWER = "a=ice-lite\r\na=ice-ufrag:srv2\r\n";

    final Map<String, FakeSession> live = new ConcurrentHashMap<>();
    final List<BroadcastStatus> status = new ArrayList<>();
    /// What the last offer wanted.
    LayerLimit layersWanted = LayerLimit.NONE;
    RenditionChoice renditionsWanted = RenditionChoice.ANY;
    /// The next so many sessions that are closed throw instead.
    int failures;
    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public AcceptResult accept(
            SessionKind kind, String broadcast, String offerSdp, ViewerTerms terms) {
        layersWanted = terms.layers();
        renditionsWanted = terms.renditions();
        if (offerSdp.contains("explode")) {
            throw new IllegalStateException("secret detail");
        }
        for (Refusal refusal : Refusal.values()) {
            if (offerSdp.contains(refusal.name())) {
                return new AcceptResult.Refused(refusal, "Refused: line 3.");
            }
        }
        FakeSession session =
                new FakeSession(
                        "session%015d".formatted(opened.incrementAndGet()), kind, broadcast);
        live.put(session.id, session);
        return new AcceptResult.Accepted(session, ANSWER);
    }

    /// The live session behind a session URL.
    FakeSession at(String location) {
        return Objects.requireNonNull(live.get(location.substring("/session/".length())));
    }

    @Override
    public Optional<PeerSessionHandle> session(String id) {
        return Optional.ofNullable(live.get(id));
    }

    @Override
    public List<PeerSessionHandle> sessions() {
        return List.copyOf(live.values());
    }

    @Override
    public List<BroadcastStatus> broadcasts() {
        return status;
    }

    final class FakeSession implements PeerSessionHandle {
        final String id;
        final SessionKind kind;
        final String broadcast;
        final List<String> patches = new ArrayList<>();
        private int restarts;

        FakeSession(String id, SessionKind kind, String broadcast) {
            this.id = id;
            this.kind = kind;
            this.broadcast = broadcast;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public SessionKind kind() {
            return kind;
        }

        @Override
        public String broadcast() {
            return broadcast;
        }

        @Override
        public Instant created() {
            return Instant.EPOCH;
        }

        @Override
        public String etag() {
            return id + "-" + restarts;
        }

        @Override
        public PatchResult patch(String sdpFragment) {
            if (sdpFragment.contains("malformed")) {
                return new PatchResult.Refused(Refusal.MALFORMED_SDP, "Line 1 is not SDP.");
            }
            patches.add(sdpFragment);
            if (isRestart(sdpFragment)) {
                restarts++;
                return new PatchResult.Restarted(etag(), RESTART_ANSWER);
            }
            return new PatchResult.Trickled();
        }

        @Override
        public boolean isRestart(String sdpFragment) {
            return sdpFragment.contains("ice-ufrag:new");
        }

        @Override
        public void close(String reason) {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("not now");
            }
            live.remove(id);
        }

        @Override
        public SessionStats stats() {
            return new SessionStats(
                    id,
                    kind,
                    broadcast,
                    "connected",
                    created(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    List.of(
                            new SessionProblem(
                                    SessionProblem.Code.B_FRAMES, "the video uses B-frames")),
                    false);
        }
    }
}
