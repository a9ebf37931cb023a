package org.moqgateway.core.net;

/// A scheduled task that may be withdrawn.
public interface Cancellable {

    /// Withdraws the task if it has not started. Idempotent; any thread.
    void cancel();
}
