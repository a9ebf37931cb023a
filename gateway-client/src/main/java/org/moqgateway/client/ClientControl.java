package org.moqgateway.client;

import java.util.List;
import java.util.Optional;

/// The clients of a process, as pages and the command line see them. Any thread.
public interface ClientControl {
    /// Every client, by name.
    List<ClientStatus> statuses();

    /// One of them.
    Optional<ClientStatus> status(String name);

    /// Begins a client that is stopped or has ended; nothing happens to one that runs.
    ///
    /// @return false when there is none of that name
    boolean start(String name);

    /// Ends a client's session and keeps it stopped. Returns when the remote was told, or a few
    /// seconds later.
    ///
    /// @return false when there is none of that name
    boolean stop(String name);
}
