/// What every codec shares: encoded frames, and the two directions between frames and RTP payloads.
///
/// Pure: no socket, thread, executor or clock. Each codec has a package of its own beneath this
/// one.
@NullMarked
package org.moqgateway.codecs;

import org.jspecify.annotations.NullMarked;
