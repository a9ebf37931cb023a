package org.moqgateway.core.transport;

import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;

/// What the parts of one transport share.
///
/// @param loops the caller's
/// @param loop where the transport lives, one of them
/// @param settings what it may use
/// @param parts what it is made with
/// @param policy where the peer's word may lead it
/// @param engine its half on the loop
record TransportContext(
        MediaLoops loops,
        MediaLoop loop,
        IceTransportSettings settings,
        TransportParts parts,
        CandidatePolicy policy,
        IceEngine engine) {}
