/// One WebRTC peer: ICE, DTLS and SRTP joined into a transport that carries plain RTP and RTCP for
/// whoever drives the media.
@NullMarked
package org.moqgateway.core.peer;

import org.jspecify.annotations.NullMarked;
