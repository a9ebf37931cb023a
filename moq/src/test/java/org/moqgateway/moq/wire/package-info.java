/// Tests of the bytes.
@NullMarked
package org.moqgateway.moq.wire;

import org.jspecify.annotations.NullMarked;
