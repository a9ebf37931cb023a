package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestSettings;
import org.moqgateway.core.keyframe.KeyframeAnswers;
import org.moqgateway.core.keyframe.RemoteKeyframes;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Ending;
import org.moqgateway.moq.model.Origin;

/// The live publishers by broadcast path. Any thread.
final class Publishers {
    /// A young broadcast may still be about to show its second track.
    private static final Duration YOUTH = Duration.ofSeconds(2);

    private final Origin origin;
    private final ConflictPolicy onConflict;
    private final IngestContainer container;
    private final RemoteKeyframes remote;
    private final Map<String, Publisher> live = new ConcurrentSkipListMap<>();
    private final Set<HeldPublisher> held = ConcurrentHashMap.newKeySet();

    /// @param remote asks publishers of other gateways for keyframes
    Publishers(Origin origin, WebRtcSettings settings, RemoteKeyframes remote) {
        this.origin = origin;
        this.onConflict = settings.onConflict();
        this.container = settings.container();
        this.remote = remote;
    }

    boolean live(String path) {
        return live.containsKey(path);
    }

    /// Whether a path is live at all, from here or by MoQ from elsewhere.
    boolean taken(String path) {
        return live(path)
                || origin.broadcast(path)
                        .map(
                                found -> {
                                    found.close();
                                    return true;
                                })
                        .orElse(false);
    }

    /// What a viewer may wait for.
    ///
    /// @param tracks how many tracks the broadcast will probably have
    /// @param atMost how long that is worth waiting for
    record Expectation(int tracks, Duration atMost) {}

    /// What a viewer of a path may wait for before it is answered; empty when the broadcast comes
    /// from elsewhere.
    Optional<Expectation> expectation(String path) {
        return Optional.ofNullable(live.get(path)).map(Publishers::expectation);
    }

    private static Expectation expectation(Publisher publisher) {
        Duration youth = YOUTH.minusNanos(publisher.ageNanos());
        return new Expectation(publisher.tracks(), youth.isNegative() ? Duration.ZERO : youth);
    }

    /// Holds a path for sessions that will fill it one after the other.
    HeldPublisher hold(String path) {
        HeldPublisher holding = new HeldPublisher(this, path, container);
        held.add(holding);
        return holding;
    }

    /// It will hold nothing any more.
    void letGo(HeldPublisher holding) {
        held.remove(holding);
    }

    /// Why a held path may not be filled now; empty when it may.
    Optional<String> conflict(String path) {
        return onConflict == ConflictPolicy.REJECT && taken(path)
                ? Optional.of(
                        "\"%s\" is being published already and this gateway keeps the first publisher"
                                .formatted(path))
                : Optional.empty();
    }

    /// A session goes on with a broadcast that is live.
    void goOn(Publisher publisher) {
        publisher.live();
        live.put(publisher.path(), publisher);
    }

    /// The media side of a new publisher.
    SessionMedia media(String path, NegotiatedSession negotiated, LocalStreams streams) {
        IngestSettings settings =
                new IngestSettings(
                        negotiated.media(), (int) streams.videoSsrc(), streams.cname(), container);
        Publisher publisher =
                new Publisher(
                        this,
                        path,
                        negotiated.media().size(),
                        self -> new IngestMedia(settings, prepare -> goLive(self, prepare)));
        return new SessionMedia(publisher, publisher::stats, publisher::bind);
    }

    /// Gives the path to a publisher whose media can flow now. The one that held it is ended, or,
    /// if the first is to be kept, the newcomer.
    synchronized void goLive(Publisher publisher, Consumer<BroadcastProducer> prepare) {
        String path = publisher.path();
        if (onConflict == ConflictPolicy.REJECT && taken(path)) {
            publisher.end("another publisher went live first");
            return;
        }
        publisher.live();
        live.put(path, publisher);
        origin.createBroadcast(
                        path,
                        created -> {
                            prepare.accept(created);
                            answerKeyframeRequests(created);
                        })
                .onEnded(ending -> replaced(publisher, ending));
    }

    /// Other gateways' requests go to whoever fills the broadcast at that moment.
    private void answerKeyframeRequests(BroadcastProducer broadcast) {
        KeyframeRequests filler = nowNanos -> requestHere(broadcast.path(), nowNanos);
        broadcast.onMissingTrack(new KeyframeAnswers(broadcast, filler, System::nanoTime));
    }

    private static void replaced(Publisher publisher, Ending ending) {
        if (ending instanceof Ending.Aborted(AbortReason reason)
                && reason.code() == AbortReason.DUPLICATE.code()) {
            publisher.end("a newer publisher took the name");
        }
    }

    /// The publisher has ended.
    void gone(Publisher publisher) {
        live.remove(publisher.path(), publisher);
    }

    /// Asks the publisher of a path, whoever and wherever it is at that moment.
    KeyframeRequests keyframes(String path) {
        KeyframeRequests elsewhere = remote.of(path);
        return nowNanos -> here(path) ? requestHere(path, nowNanos) : elsewhere.request(nowNanos);
    }

    /// Whether a path is filled here, or waits here for its next session.
    private boolean here(String path) {
        return live(path)
                || held.stream().anyMatch(each -> each.path().equals(path) && each.live());
    }

    private boolean requestHere(String path, long nowNanos) {
        Publisher publisher = live.get(path);
        return publisher != null && publisher.requestKeyframe(nowNanos);
    }

    List<BroadcastStatus> statuses(EgressDirectory directory) {
        return Stream.concat(
                        live.values().stream().map(publisher -> publisher.status(directory)),
                        held.stream().flatMap(holding -> holding.waiting(directory).stream()))
                .toList();
    }
}
