package org.moqgateway.core.egress;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Poll;

/// Reads the catalogs of a broadcast for as long as it lives, asking again for the catalog's track
/// when that ends or is refused. Any thread.
final class CatalogWatch implements AutoCloseable {
    /// How long after a catalog was refused it is asked for again.
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final BroadcastConsumer broadcast;
    private final MediaLoop home;
    private final Consumer<Catalog> onCatalog;
    private @Nullable CatalogConsumer track;
    private boolean closed;

    /// @param broadcast the caller's
    /// @param home the loop that reads
    /// @param onCatalog told of the newest catalog, on that loop
    CatalogWatch(BroadcastConsumer broadcast, MediaLoop home, Consumer<Catalog> onCatalog) {
        this.broadcast = broadcast;
        this.home = home;
        this.onCatalog = onCatalog;
    }

    /// Begins to read, unless it was closed before.
    void start() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        CatalogConsumer.open(broadcast)
                .ifPresent(
                        opened -> {
                            opened.onAvailable(() -> home.execute(this::read));
                            if (adopt(opened)) {
                                home.execute(this::read);
                            } else {
                                opened.close();
                            }
                        });
    }

    /// False when another thread has closed the watch meanwhile.
    private synchronized boolean adopt(CatalogConsumer opened) {
        if (closed) {
            return false;
        }
        track = opened;
        return true;
    }

    private void read() {
        CatalogConsumer source;
        synchronized (this) {
            source = track;
        }
        Catalog newest = null;
        boolean more = source != null;
        while (more && source != null) {
            switch (source.poll()) {
                case Poll.Ready<CatalogResult>(CatalogResult.Read(Catalog parsed)) ->
                        newest = parsed;
                case Poll.Ready<CatalogResult>(CatalogResult.Malformed _) -> {
                    // A later one may be well.
                }
                case Poll.Skipped<CatalogResult> _ -> {
                    // Only the newest snapshot matters.
                }
                case Poll.Pending<CatalogResult> _ -> more = false;
                case Poll.Finished<CatalogResult> _, Poll.Aborted<CatalogResult> _ -> {
                    more = false;
                    reopen(source);
                }
            }
        }
        if (newest != null) {
            onCatalog.accept(newest);
        }
    }

    /// The catalog's track ended before the broadcast, or was refused: it may come (back).
    private void reopen(CatalogConsumer over) {
        synchronized (this) {
            if (closed || track != over) {
                return;
            }
            track = null;
        }
        over.close();
        if (broadcast.ending().isEmpty()) {
            home.schedule(this::start, RETRY_NANOS);
        }
    }

    /// Stops reading.
    @Override
    public void close() {
        CatalogConsumer source;
        synchronized (this) {
            closed = true;
            source = track;
            track = null;
        }
        if (source != null) {
            home.execute(source::close);
        }
    }
}
