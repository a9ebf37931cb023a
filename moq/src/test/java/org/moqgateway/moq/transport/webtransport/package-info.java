/// Tests of WebTransport over HTTP/3, most of them over a connection in memory.
@NullMarked
package org.moqgateway.moq.transport.webtransport;

import org.jspecify.annotations.NullMarked;
