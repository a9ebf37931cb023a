package org.moqgateway.moq.session;

import java.util.concurrent.CompletionStage;

/// Decides what a client may do.
@FunctionalInterface
public interface Authorizer {
    /// Looks at a request. Called on the transport's loop, which must not be blocked; the answer
    /// may come on any thread, within ten seconds.
    ///
    /// @return the grant; a failure with a [RefusedException] turns the client away with its
    ///     status and code, any other failure with 500
    CompletionStage<Grant> authorize(SessionRequest request);
}
