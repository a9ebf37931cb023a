/// The whole way of the media over bad networks, in virtual time.
@NullMarked
package org.moqgateway.core.lossy;

import org.jspecify.annotations.NullMarked;
