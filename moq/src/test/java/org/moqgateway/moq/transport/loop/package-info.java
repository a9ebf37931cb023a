/// The loop of connections that bring none.
@NullMarked
package org.moqgateway.moq.transport.loop;

import org.jspecify.annotations.NullMarked;
