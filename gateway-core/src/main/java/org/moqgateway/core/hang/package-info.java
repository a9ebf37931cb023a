/// The hang format of media in MoQ (draft-lcurley-moq-hang): the catalog, the legacy container and
/// the timeline. Pure: no socket, thread or clock.
@NullMarked
package org.moqgateway.core.hang;

import org.jspecify.annotations.NullMarked;
