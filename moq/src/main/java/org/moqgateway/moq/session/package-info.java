/// The moq-lite session (lite-03 to 05, and the unfinished 06) above one
/// [org.moqgateway.moq.transport.Connection]: a publisher half that answers the peer's requests
/// out of an [org.moqgateway.moq.model.Origin], and a subscriber half that puts what the peer
/// announces into it. Both run at once, whichever side dialled.
///
/// A session runs wholly on the loop of its connection. The model may wake it from any thread;
/// that schedules one task at a time.
@NullMarked
package org.moqgateway.moq.session;

import org.jspecify.annotations.NullMarked;
