/// From encoded frames of a WebRTC publisher to the tracks of a broadcast. Pure: no socket, thread
/// or clock.
@NullMarked
package org.moqgateway.core.ingest;

import org.jspecify.annotations.NullMarked;
