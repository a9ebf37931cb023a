/// Both QUIC stacks, for tests of what stands on them.
@NullMarked
package org.moqgateway.moq.transport.quic;

import org.jspecify.annotations.NullMarked;
