@NullMarked
package org.moqgateway.moq.token;

import org.jspecify.annotations.NullMarked;
