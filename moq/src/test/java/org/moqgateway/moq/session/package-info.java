@NullMarked
package org.moqgateway.moq.session;

import org.jspecify.annotations.NullMarked;
