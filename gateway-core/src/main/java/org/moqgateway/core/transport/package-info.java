/// The way to a peer that we dial: candidates of this host and of STUN and TURN servers, the checks
/// of full ICE (RFC 8445), and the paths below them.
@NullMarked
package org.moqgateway.core.transport;

import org.jspecify.annotations.NullMarked;
