/// The MoQ model: origin, broadcast, track, group, frame, each with a producer and a consumer.
@NullMarked
package org.moqgateway.moq.model;

import org.jspecify.annotations.NullMarked;
