/// Certificates: which are shown, which are believed. And the sockets below TLS.
@NullMarked
package org.moqgateway.moq.transport.tls;

import org.jspecify.annotations.NullMarked;
