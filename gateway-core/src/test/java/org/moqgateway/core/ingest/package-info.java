/// Tests of ingest.
@NullMarked
package org.moqgateway.core.ingest;

import org.jspecify.annotations.NullMarked;
