/// Session descriptions (RFC 8866) as records, with typed access to the attributes that WebRTC
/// needs,
/// and the `application/trickle-ice-sdpfrag` fragments of RFC 8840. Pure: text in, values out;
/// nothing
/// here throws on foreign text.
@NullMarked
package org.moqgateway.core.sdp;

import org.jspecify.annotations.NullMarked;
