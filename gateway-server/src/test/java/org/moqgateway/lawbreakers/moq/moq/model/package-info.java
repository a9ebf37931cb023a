/// Breaks a law on purpose, so that the law is seen to fail.
@NullMarked
package org.moqgateway.lawbreakers.moq.moq.model;

import org.jspecify.annotations.NullMarked;
