/// The whole gateway against peers that we did not write: Chromium and FFmpeg.
@NullMarked
package org.moqgateway.server.e2e;

import org.jspecify.annotations.NullMarked;
