/// QMux on a byte stream, tried over real sockets.
@NullMarked
package org.moqgateway.moq.transport.tcp;

import org.jspecify.annotations.NullMarked;
