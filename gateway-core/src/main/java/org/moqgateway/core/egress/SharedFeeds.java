package org.moqgateway.core.egress;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.BroadcastConsumer;

/// The feeds of one broadcast, each shared by all who can use it. Any thread.
///
/// A rendition whose track ended, or cannot be had, rests for a moment before it is asked for
/// again, while others are asked for at once.
final class SharedFeeds {
    /// How long a rendition rests.
    static final long REST_NANOS = 1_000_000_000L;

    /// What the feeds read and run on.
    ///
    /// @param own the broadcast whose catalog it is
    /// @param elsewhere opens another broadcast, which renditions may refer to; closed by the feeds
    /// @param stages makes their stages
    /// @param loops gives the loop that reads the next track
    /// @param home runs what is to be done later
    /// @param onChange run when a rendition begins or ends to rest
    record Source(
            BroadcastConsumer own,
            Elsewhere elsewhere,
            FeedStages stages,
            Supplier<MediaLoop> loops,
            MediaLoop home,
            Runnable onChange) {}

    /// Opens broadcasts by their path.
    @FunctionalInterface
    interface Elsewhere {
        /// A consumer that the caller closes; empty when nothing is live there.
        Optional<BroadcastConsumer> open(String path);
    }

    private final Source source;
    private final Map<FeedKey, Shared> feeds = new HashMap<>();
    private final Set<FeedKey> resting = new HashSet<>();

    /// A feed, how many sections follow it, and what it keeps open.
    private static final class Shared {
        private final TrackFeed feed;
        private final @Nullable BroadcastConsumer elsewhere;
        private int users;

        Shared(TrackFeed feed, @Nullable BroadcastConsumer elsewhere) {
            this.feed = feed;
            this.elsewhere = elsewhere;
        }

        void close() {
            feed.close();
            if (elsewhere != null) {
                elsewhere.close();
            }
        }
    }

    SharedFeeds(Source source) {
        this.source = source;
    }

    /// A feed of the first of these renditions that is not resting; null when there is none.
    synchronized @Nullable TrackFeed acquire(FeedWish wish, List<Rendition> fitting) {
        for (Rendition rendition : fitting) {
            FeedKey key = wish.key(rendition);
            Shared shared = resting.contains(key) ? null : shared(key, rendition);
            if (shared != null) {
                shared.users++;
                return shared.feed;
            }
        }
        return null;
    }

    private @Nullable Shared shared(FeedKey key, Rendition rendition) {
        Shared before = feeds.get(key);
        if (before != null && !before.feed.ended()) {
            return before;
        }
        Shared opened = open(key, rendition).orElse(null);
        if (opened == null) {
            rest(key);
            return null;
        }
        if (before != null) {
            before.close();
        }
        feeds.put(key, opened);
        opened.feed.start(() -> ended(key));
        return opened;
    }

    private Optional<Shared> open(FeedKey key, Rendition rendition) {
        if (key.broadcast().equals(source.own().path())) {
            return feed(key, rendition, source.own()).map(feed -> new Shared(feed, null));
        }
        return source.elsewhere()
                .open(key.broadcast())
                .flatMap(
                        other -> {
                            Optional<Shared> shared =
                                    feed(key, rendition, other)
                                            .map(feed -> new Shared(feed, other));
                            if (shared.isEmpty()) {
                                other.close();
                            }
                            return shared;
                        });
    }

    private Optional<TrackFeed> feed(
            FeedKey key, Rendition rendition, BroadcastConsumer broadcast) {
        MediaLoop loop = source.loops().get();
        return source.stages()
                .stage(rendition, key, loop)
                .flatMap(
                        stage ->
                                broadcast
                                        .track(rendition.track())
                                        .map(rendition::read)
                                        .map(track -> new TrackFeed(track, stage, loop)));
    }

    /// A track was refused or given up, or its publisher goes on with another: whoever followed it
    /// looks for another rendition now, and for this one later.
    private void ended(FeedKey key) {
        if (source.own().ending().isPresent()) {
            return;
        }
        synchronized (this) {
            rest(key);
        }
        source.onChange().run();
    }

    private void rest(FeedKey key) {
        if (resting.add(key)) {
            source.home().schedule(() -> rested(key), REST_NANOS);
        }
    }

    private void rested(FeedKey key) {
        synchronized (this) {
            resting.remove(key);
        }
        source.onChange().run();
    }

    /// Whether a feed is that of one of these renditions, or of the best that can be had where
    /// the wish ranks them.
    synchronized boolean serves(TrackFeed feed, FeedWish wish, List<Rendition> fitting) {
        for (Rendition rendition : fitting) {
            FeedKey key = wish.key(rendition);
            Shared shared = feeds.get(key);
            if (shared != null && shared.feed == feed) {
                return true;
            }
            if (wish.renditions().ranks() && !resting.contains(key)) {
                return false;
            }
        }
        return false;
    }

    /// Why viewers of the feeds see less than there is.
    synchronized List<SessionProblem> problems() {
        return feeds.values().stream()
                .flatMap(shared -> shared.feed.problem().stream())
                .distinct()
                .toList();
    }

    /// Gives a feed back; the last one to do so ends it.
    synchronized void release(TrackFeed feed) {
        feeds.values()
                .removeIf(
                        shared -> {
                            if (shared.feed != feed || --shared.users > 0) {
                                return false;
                            }
                            shared.close();
                            return true;
                        });
    }
}
