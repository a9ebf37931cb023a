/// Kwik against itself and against the native stack.
@NullMarked
package org.moqgateway.moq.transport.kwik;

import org.jspecify.annotations.NullMarked;
