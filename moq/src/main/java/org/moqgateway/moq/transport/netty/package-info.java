/// QUIC by Netty's native codec: server, client and the sharing of the media port. Netty's types
/// cross into `core.net` alone, whose loops and sockets are shared.
@NullMarked
package org.moqgateway.moq.transport.netty;

import org.jspecify.annotations.NullMarked;
