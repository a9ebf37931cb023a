/// A relay: one [org.moqgateway.moq.model.Origin], the sessions that come in and the links that are
/// kept up to other relays. Sessions share broadcasts through the origin alone; hop lists keep
/// announcements from going round.
@NullMarked
package org.moqgateway.moq.relay;

import org.jspecify.annotations.NullMarked;
