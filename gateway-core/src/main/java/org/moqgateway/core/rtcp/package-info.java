/// RTCP packets read into a visitor and written into byte arrays, without an allocation per packet.
/// Pure.
@NullMarked
package org.moqgateway.core.rtcp;

import org.jspecify.annotations.NullMarked;
