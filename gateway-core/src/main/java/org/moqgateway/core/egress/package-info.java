/// Egress, MoQ to RTP: a track is packetized once and fanned out to every viewer of it.
@NullMarked
package org.moqgateway.core.egress;

import org.jspecify.annotations.NullMarked;
