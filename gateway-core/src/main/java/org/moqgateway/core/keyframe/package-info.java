/// Keyframe requests that cross relays: whoever wants a keyframe of a broadcast subscribes to a
/// track that the publisher's gateway makes for it (docs/protocol.md, Keyframe requests).
@NullMarked
package org.moqgateway.core.keyframe;

import org.jspecify.annotations.NullMarked;
