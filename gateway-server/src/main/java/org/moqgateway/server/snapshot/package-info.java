/// Snapshots: pictures of keyframes as JPEG, each made once.
@NullMarked
package org.moqgateway.server.snapshot;

import org.jspecify.annotations.NullMarked;
