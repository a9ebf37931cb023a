package org.moqgateway.core.webrtc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.moqgateway.core.sdp.Candidate;

/// Our candidates between the transport that finds them and the signalling that tells them. Any
/// thread.
final class UntoldCandidates {
    /// More than any host has addresses and servers.
    private static final int MOST = 256;

    private final Set<Candidate> seen = new HashSet<>();
    private final List<Candidate> untold = new ArrayList<>();

    /// One was found.
    synchronized void found(Candidate candidate) {
        if (seen.size() < MOST && seen.add(candidate)) {
            untold.add(candidate);
            notifyAll();
        }
    }

    /// The credentials have changed: everything is to be told again.
    synchronized void forget() {
        seen.clear();
        untold.clear();
    }

    /// Those that were not told yet, which are told now.
    synchronized List<Candidate> take() {
        List<Candidate> taken = List.copyOf(untold);
        untold.clear();
        return taken;
    }

    /// Waits until there is one to tell, for a while.
    synchronized void await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        while (untold.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }
}
