/// QUIC by Netty on real sockets.
@NullMarked
package org.moqgateway.moq.transport.netty;

import org.jspecify.annotations.NullMarked;
