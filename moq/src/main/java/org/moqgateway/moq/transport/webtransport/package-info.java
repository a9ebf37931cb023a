/// WebTransport over HTTP/3 (RFC 9114, RFC 9220, draft-ietf-webtrans-http3 from 02 on): sessions
/// within any raw QUIC connection whose protocol is `h3`. Knows no QUIC library.
@NullMarked
package org.moqgateway.moq.transport.webtransport;

import org.jspecify.annotations.NullMarked;
