/// ICE without sockets: the lite responder of the server's port and a small controlling agent, over
/// ice4j's STUN messages (RFC 8489, RFC 8445, RFC 7675). The only package that imports ice4j.
///
/// Both agents are state machines confined to one thread: bytes, addresses and the time are
/// arguments, answers leave through [org.moqgateway.core.ice.IceOutput].
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
