/// Streams of real encoders on their way through packets and back.
@NullMarked
package org.moqgateway.core.streams;

import org.jspecify.annotations.NullMarked;
