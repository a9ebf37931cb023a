/// Peer sessions tested over real sockets, with a client made of our own parts.
@NullMarked
package org.moqgateway.core.webrtc;

import org.jspecify.annotations.NullMarked;
