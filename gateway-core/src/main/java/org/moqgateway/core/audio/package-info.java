/// Sound that browsers and MoQ players do not take, made into Opus. Pure: no socket, thread or
/// clock; the only package that knows the Opus encoder.
@NullMarked
package org.moqgateway.core.audio;

import org.jspecify.annotations.NullMarked;
