/// Fragmented MP4 (ISO/IEC 14496-12, CMAF ISO/IEC 23000-19) as MoQ frames carry it; the boxes
/// are JCodec's, which no other package sees. Pure: no socket, thread or clock.
@NullMarked
package org.moqgateway.core.cmaf;

import org.jspecify.annotations.NullMarked;
