/// The client roles: WHEP sources that are pulled into broadcasts, broadcasts that are pushed to
/// WHIP servers, and what keeps them going for months.
@NullMarked
package org.moqgateway.client;

import org.jspecify.annotations.NullMarked;
