/// Feedback that lets a sender find its bitrate: transport-wide feedback and REMB. Pure: time is an
/// argument.
@NullMarked
package org.moqgateway.core.bandwidth;

import org.jspecify.annotations.NullMarked;
