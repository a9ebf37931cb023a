package org.moqgateway.core.transport;

import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;

/// Something under way, which may be given up before it is known how. Any thread.
final class Effort implements Cancellable {
    private @Nullable Cancellable way;
    private boolean cancelled;

    /// How it is given up.
    void by(Cancellable known) {
        synchronized (this) {
            way = known;
            if (!cancelled) {
                return;
            }
        }
        known.cancel();
    }

    @Override
    public void cancel() {
        Cancellable known;
        synchronized (this) {
            cancelled = true;
            known = way;
        }
        if (known != null) {
            known.cancel();
        }
    }
}
