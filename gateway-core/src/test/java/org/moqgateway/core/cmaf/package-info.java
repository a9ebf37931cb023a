/// Tests of fragmented MP4.
@NullMarked
package org.moqgateway.core.cmaf;

import org.jspecify.annotations.NullMarked;
