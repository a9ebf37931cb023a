/// QMux on a byte stream: TCP with TLS 1.3, the version being the ALPN token, and bare TCP for
/// closed networks.
@NullMarked
package org.moqgateway.moq.transport.tcp;

import org.jspecify.annotations.NullMarked;
