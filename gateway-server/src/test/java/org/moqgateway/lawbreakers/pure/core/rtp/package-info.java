/// Breaks a law on purpose, so that the law is seen to fail.
@NullMarked
package org.moqgateway.lawbreakers.pure.core.rtp;

import org.jspecify.annotations.NullMarked;
