/// A transport inside one thread, in virtual time, for tests of what stands above
/// [org.moqgateway.moq.transport].
@NullMarked
package org.moqgateway.moq.transport.memory;

import org.jspecify.annotations.NullMarked;
