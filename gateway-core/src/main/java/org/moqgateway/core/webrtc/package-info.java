/// Peer sessions: what a WebRTC peer asked for, the driver that answers it, and what the HTTP side
/// may see of both.
@NullMarked
package org.moqgateway.core.webrtc;

import org.jspecify.annotations.NullMarked;
