package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.BroadcastConsumer;

/// One live broadcast, as viewers need it: its catalog, and a feed for each rendition that somebody
/// watches. Any thread may call any method.
public final class EgressBroadcast implements AutoCloseable {
    /// How long after the first kind of media another one is waited for.
    private static final long GRACE_NANOS = 500_000_000L;

    private final BroadcastConsumer broadcast;
    private final CatalogWatch watch;
    private final SharedFeeds feeds;
    private final FeedPolicy policy;
    private final Runnable onChange;
    private Offering offering = Offering.NONE;
    private long offeredNanos;
    private boolean catalogRead;
    private boolean closed;

    /// What broadcasts of one origin share.
    ///
    /// @param elsewhere opens broadcasts that renditions refer to
    /// @param policy what feeds do with media that WebRTC cannot carry
    /// @param loops gives the loop that reads the next catalog or track
    record Surroundings(
            SharedFeeds.Elsewhere elsewhere, FeedPolicy policy, Supplier<MediaLoop> loops) {}

    /// @param broadcast owned from now on
    /// @param onChange run on a media loop when viewers should look again: after each new catalog,
    ///     and when a track has ended or may be had again
    EgressBroadcast(BroadcastConsumer broadcast, Surroundings around, Runnable onChange) {
        MediaLoop home = around.loops().get();
        this.broadcast = broadcast;
        this.policy = around.policy();
        this.onChange = onChange;
        this.watch = new CatalogWatch(broadcast, home, this::take);
        this.feeds =
                new SharedFeeds(
                        new SharedFeeds.Source(
                                broadcast,
                                around.elsewhere(),
                                new FeedStages(policy),
                                around.loops(),
                                home,
                                onChange));
    }

    /// Begins to read the catalog, unless it was closed before.
    void start() {
        watch.start();
    }

    private void take(Catalog catalog) {
        Offering next = Offering.of(catalog, broadcast.path(), policy.transcoding());
        synchronized (this) {
            if (offering.renditions().isEmpty()) {
                offeredNanos = System.nanoTime();
            }
            offering = next;
            catalogRead = true;
            notifyAll();
        }
        onChange.run();
    }

    private synchronized Offering offering() {
        return offering;
    }

    /// The newest catalog; [Catalog#EMPTY] before the first.
    public Catalog catalog() {
        return offering().catalog();
    }

    /// What can be sent over RTP now, and what cannot: video first, in name order of the
    /// renditions.
    public Availability available() {
        return offering().availability();
    }

    /// As [#available()], for somebody who takes some renditions only: the best first.
    public Availability available(RenditionChoice choice) {
        return offering().chosen(choice).availability();
    }

    /// Waits until the broadcast offers as many kinds of media as expected. Blocks: control plane.
    ///
    /// @return what it offers by then
    public Availability awaitAvailable(int kinds, Duration atMost) throws InterruptedException {
        return await(RenditionChoice.ANY, kinds, atMost);
    }

    private synchronized Availability await(RenditionChoice choice, int kinds, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Offering chosen = offering.chosen(choice);
        while (!closed && chosen.kinds() < kinds) {
            long millis = (deadline - System.nanoTime()) / 1_000_000L;
            if (millis <= 0) {
                break;
            }
            wait(millis);
            chosen = offering.chosen(choice);
        }
        return chosen.availability();
    }

    /// Waits until a broadcast that says nothing of itself beforehand offers something, and a
    /// moment longer for the other kind of media while it is young. Blocks: control plane.
    ///
    /// @return what it offers by then
    public Availability awaitAvailable(Duration atMost) throws InterruptedException {
        return awaitAvailable(RenditionChoice.ANY, atMost);
    }

    /// As [#awaitAvailable(Duration)], for somebody who takes some renditions only. Blocks: control
    /// plane.
    ///
    /// @return what it offers of them by then; [#problems(RenditionChoice)] tells what is missing
    public Availability awaitAvailable(RenditionChoice choice, Duration atMost)
            throws InterruptedException {
        await(choice, Math.min(1, choice.kinds()), atMost);
        return await(choice, choice.kinds(), Duration.ofNanos(Math.max(0, youthNanos())));
    }

    /// The names that a choice asks for and that the broadcast does not have now, and what of the
    /// others cannot be sent.
    public List<SessionProblem> problems(RenditionChoice choice) {
        Offering now = offering();
        List<SessionProblem> problems = new ArrayList<>(now.lacks(choice));
        problems.addAll(now.chosen(choice).availability().problems());
        return List.copyOf(problems);
    }

    private synchronized long youthNanos() {
        return offering.renditions().isEmpty()
                ? 0
                : GRACE_NANOS - (System.nanoTime() - offeredNanos);
    }

    /// A feed of the first rendition that fits and can be had, shared with everybody who follows
    /// it; null when there is none (now). Give it back with [#release].
    @Nullable TrackFeed acquire(FeedWish wish) {
        List<Rendition> fitting;
        synchronized (this) {
            if (closed) {
                return null;
            }
            fitting = offering.fitting(wish);
        }
        return feeds.acquire(wish, fitting);
    }

    /// Whether a feed is still that of a rendition which the catalog has and which fits.
    boolean serves(TrackFeed feed, FeedWish wish) {
        return feeds.serves(feed, wish, offering().fitting(wish));
    }

    /// Why nothing fits; empty when something does, and before the first catalog.
    Optional<SessionProblem> lacks(FeedWish wish) {
        Offering now;
        synchronized (this) {
            if (!catalogRead) {
                return Optional.empty();
            }
            now = offering;
        }
        return now.lacks(wish);
    }

    /// Gives a feed back; the last one to do so ends it.
    void release(TrackFeed feed) {
        feeds.release(feed);
    }

    /// Why viewers see or hear less than there is.
    public List<SessionProblem> problems() {
        List<SessionProblem> problems = new ArrayList<>(offering().availability().problems());
        problems.addAll(feeds.problems());
        return List.copyOf(problems);
    }

    /// Stops reading. Sections that follow a feed keep it until they let go.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        watch.close();
        broadcast.close();
    }
}
