/// Bytes of the MoQ protocols: every message of moq-lite 03, 04, 05 and the unfinished 06, side by
/// side. Pure: no socket, thread or clock.
///
/// In the drawings `(i)` is a [org.moqgateway.moq.wire.VarInt], `(s)` UTF-8 with its length in
/// bytes before it as such a number, `(8)` one byte, and brackets hold what not every version has.
/// Encoding with a value or a version that does not fit is a mistake of the caller's and answered
/// with [IllegalArgumentException]; bytes of a peer that do not fit are answered with
/// [org.moqgateway.moq.wire.WireException].
@NullMarked
package org.moqgateway.moq.wire;

import org.jspecify.annotations.NullMarked;
