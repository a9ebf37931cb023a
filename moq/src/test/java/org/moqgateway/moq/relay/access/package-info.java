@NullMarked
package org.moqgateway.moq.relay.access;

import org.jspecify.annotations.NullMarked;
