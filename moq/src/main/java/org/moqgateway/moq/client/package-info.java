/// Finds a way to a MoQ server: which binding a URI means, which of its addresses answers, what to
/// do when the session is lost. Control plane: blocking code for virtual threads.
@NullMarked
package org.moqgateway.moq.client;

import org.jspecify.annotations.NullMarked;
