@NullMarked
package org.moqgateway.moq.relay;

import org.jspecify.annotations.NullMarked;
