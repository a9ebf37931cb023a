/// A client of TURN servers (RFC 8656, and RFC 5766 before it): an address elsewhere that peers can
/// reach, over UDP, TCP or TLS.
///
/// [org.moqgateway.core.turn.TurnClient] is a state machine without sockets;
/// [org.moqgateway.core.turn.TurnGatherer] runs it on a media loop and hands out what was allocated
/// as a [org.moqgateway.core.net.DatagramPath].
@NullMarked
package org.moqgateway.core.turn;

import org.jspecify.annotations.NullMarked;
