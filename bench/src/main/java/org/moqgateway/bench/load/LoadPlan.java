package org.moqgateway.bench.load;

import java.time.Duration;
import java.util.Optional;

/// What a run does.
///
/// @param whep how viewers reach the server
/// @param publish what is published first, if anything
/// @param viewers how many play
/// @param measured how long is measured
/// @param warmUp how long before that everything runs unmeasured
/// @param serverPid the server's process on this machine, if it is to be measured
/// @param loops event loops of the generator
record LoadPlan(
        Signalling whep,
        Optional<Publishing> publish,
        int viewers,
        Duration measured,
        Duration warmUp,
        Optional<Long> serverPid,
        int loops) {
    /// What is published.
    ///
    /// @param whip how the publisher reaches the server
    /// @param shape of the stream
    record Publishing(Signalling whip, SyntheticVideo.Shape shape) {}
}
