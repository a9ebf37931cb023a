/// RTP packets (RFC 3550, RFC 8285) and the arithmetic of their wrapping counters. Pure: no socket,
/// thread or clock.
@NullMarked
package org.moqgateway.core.rtp;

import org.jspecify.annotations.NullMarked;
