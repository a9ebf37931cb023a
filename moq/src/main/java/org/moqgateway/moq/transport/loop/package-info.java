/// Loops for transports that do not bring their own.
@NullMarked
package org.moqgateway.moq.transport.loop;

import org.jspecify.annotations.NullMarked;
