package org.moqgateway.core.ice;

import java.time.Duration;

/// How long a full agent bears silence.
///
/// @param silence after so long without anything authentic the selected pair is checked often
/// @param doubt after so long someone is told, who may restart ICE
/// @param loss after so long the peer is given up, unless a restart is under way
/// @param establishment how long checks may take until the first pair works
public record IceTimings(Duration silence, Duration doubt, Duration loss, Duration establishment) {

    /// 1 s, 2.5 s, 5 s and 15 s.
    public static final IceTimings DEFAULT =
            new IceTimings(
                    Duration.ofSeconds(1),
                    Duration.ofMillis(2500),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15));
}
