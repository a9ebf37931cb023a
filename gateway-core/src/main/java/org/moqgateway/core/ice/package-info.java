/// ICE without sockets, over ice4j's STUN messages (RFC 8489, RFC 8445, RFC 7675): the lite
/// responder of the server's port, the full agent of those that dial, a small controlling one for
/// load generators. The only package that imports ice4j.
///
/// The agents are state machines confined to one thread: bytes, addresses and the time are
/// arguments, answers leave through [org.moqgateway.core.ice.IceOutput] and
/// [org.moqgateway.core.ice.IceAgentOutput].
///
/// Two lite agents never connect, since neither sends a check (RFC 8445 §6.1.1 would have both of
/// them nominate by themselves, which proves no return path): refuse an offer that carries
/// `a=ice-lite`.
///
/// ice4j logs through `java.util.logging` under `org.ice4j` and `org.jitsi`; set both loggers to
/// `WARNING` or higher, since its `FINE` output is one line per attribute.
@NullMarked
package org.moqgateway.core.ice;

import org.jspecify.annotations.NullMarked;
