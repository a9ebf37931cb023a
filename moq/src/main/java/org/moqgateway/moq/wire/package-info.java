/// Bytes of the MoQ protocols. Pure: no socket, thread or clock.
@NullMarked
package org.moqgateway.moq.wire;

import org.jspecify.annotations.NullMarked;
