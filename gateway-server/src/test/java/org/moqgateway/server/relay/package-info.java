/// Relays of the product's own parts, linked over real sockets.
@NullMarked
package org.moqgateway.server.relay;

import org.jspecify.annotations.NullMarked;
