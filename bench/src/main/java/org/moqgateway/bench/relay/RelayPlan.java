package org.moqgateway.bench.relay;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.moqgateway.bench.measure.ServerProcess;

/// What a run does, for each server in turn.
///
/// @param servers relays to measure
/// @param publishers how many broadcasts are published; subscribers are spread over them
/// @param steps numbers of subscribers that are measured, ascending
/// @param profile of each broadcast
/// @param measured how long each step is measured
/// @param warmUp how long before that it runs unmeasured
record RelayPlan(
        List<Server> servers,
        int publishers,
        List<Integer> steps,
        Profile profile,
        Duration measured,
        Duration warmUp) {
    /// A relay of this machine.
    ///
    /// @param name for the report
    /// @param process whose CPU time and memory are read
    /// @param url where clients dial it
    record Server(String name, ServerProcess process, URI url) {}
}
