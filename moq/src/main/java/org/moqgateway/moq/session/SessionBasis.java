package org.moqgateway.moq.session;

import org.moqgateway.moq.model.Origin;

/// What a session is built on.
///
/// @param origin what is read from and announced into
/// @param settings bounds and waits
/// @param metrics where it is counted
record SessionBasis(Origin origin, SessionSettings settings, SessionMetrics metrics) {}
