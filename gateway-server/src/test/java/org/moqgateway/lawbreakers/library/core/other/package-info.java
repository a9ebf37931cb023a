/// Breaks a law on purpose, so that the law is seen to fail.
@NullMarked
package org.moqgateway.lawbreakers.library.core.other;

import org.jspecify.annotations.NullMarked;
